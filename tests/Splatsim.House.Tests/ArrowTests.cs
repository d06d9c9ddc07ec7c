namespace Splatsim.Tests;

/// <summary>Who may use whom. An arrow that is not listed here does not exist.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> AllowedArrows = new()
    {
        ["Mathematics"] = [],
        ["Compute"] = ["Mathematics"],
        ["Splats"] = ["Mathematics"],
        ["Imaging"] = [],
        ["Formats"] = ["Splats", "Imaging"],
        ["Rendering"] = ["Splats", "Compute", "Imaging"],
        ["Mechanics"] = ["Mathematics"],
        ["Simulation"] = ["Mechanics", "Compute"],
        ["Coupling"] = ["Splats", "Simulation"],
        ["Materials"] = ["Splats", "Rendering", "Mechanics"],
        ["Plots"] = [],
        ["Verification"] = ["Simulation", "Coupling", "Formats", "Rendering", "Plots"],
        ["Scenes"] = ["Formats", "Coupling", "Materials", "Rendering"],
        ["Fitting"] = ["Scenes", "Rendering"],
    };

    private static readonly Dictionary<string, string> PackageRooms = new()
    {
        ["ILGPU"] = "Compute",
        ["ILGPU.Algorithms"] = "Compute",
        ["SkiaSharp"] = "Imaging",
        ["SkiaSharp.NativeAssets.Linux.NoDependencies"] = "Imaging",
        ["SkiaSharp.NativeAssets.Win32"] = "Imaging",
        ["SkiaSharp.NativeAssets.macOS"] = "Imaging",
        ["OpenCvSharp4"] = "Imaging",
        ["OpenCvSharp4.official.runtime.linux-x64"] = "Imaging",
        ["SharpGLTF.Core"] = "Formats",
        ["ZstdSharp.Port"] = "Formats",
        ["ScottPlot"] = "Plots",
    };

    // The namespaces that give a package away in source files.
    private static readonly Dictionary<string, string> PackageNamespaces = new()
    {
        ["ILGPU"] = "Compute",
        ["SkiaSharp"] = "Imaging",
        ["OpenCvSharp"] = "Imaging",
        ["SharpGLTF"] = "Formats",
        ["ZstdSharp"] = "Formats",
        ["ScottPlot"] = "Plots",
    };

    [Fact]
    public void ProjectReferences_FollowTheArrows()
    {
        foreach (string room in House.Rooms)
        {
            Assert.True(AllowedArrows.TryGetValue(room, out string[]? allowed), $"room {room} has no line in the list of arrows");
            foreach (string target in References(room, "ProjectReference").Select(ShortName))
                Assert.True(allowed.Contains(target), $"{room} -> {target} is not an arrow of the design");
        }
    }

    [Fact]
    public void Packages_LiveInOneRoom()
    {
        foreach (string room in House.Rooms)
        {
            foreach (string package in References(room, "PackageReference"))
            {
                Assert.True(PackageRooms.TryGetValue(package, out string? home), $"package {package} in {room} has no room of its own");
                Assert.True(home == room, $"package {package} belongs to {home}, not to {room}");
            }
        }
    }

    [Fact]
    public void PackageTypes_StayInTheirRoom()
    {
        foreach (string room in House.Rooms)
        {
            foreach (string file in House.Sources("engine/Splatsim." + room))
            {
                foreach (string line in File.ReadLines(file).Where(l => l.StartsWith("using ", StringComparison.Ordinal)))
                {
                    string name = line["using ".Length..].TrimEnd(';').Replace("static ", "", StringComparison.Ordinal).Split('.')[0];
                    if (!PackageNamespaces.TryGetValue(name, out string? home) || home == room) continue;
                    bool kernel = name == "ILGPU" && file.Contains("/Kernels/", StringComparison.Ordinal);
                    // ScottPlot draws through SkiaSharp, so Plots may speak to it for fonts.
                    bool plotFont = name == "SkiaSharp" && room == "Plots";
                    Assert.True(kernel || plotFont, $"{House.Relative(file)} uses {name}, which belongs to {home}");
                }
            }
        }
    }

    private static IEnumerable<string> References(string room, string kind) =>
        House.ProjectFile(room).Descendants(kind).Select(e => e.Attribute("Include")!.Value);

    private static string ShortName(string include) =>
        Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))["Splatsim.".Length..];
}
