using System.Globalization;
using System.Text;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>Small sound files to damage: made by our own writers, and golden ones where there are any.</summary>
internal static class Fixtures
{
    private const int LargestGolden = 64 * 1024;

    /// <summary>Files of a registered format.</summary>
    internal static IReadOnlyList<byte[]> Of(ISplatFormat format)
    {
        List<byte[]> files = [];
        using TemporaryFolder folder = new();
        if (format.CanWrite)
        {
            foreach ((int count, int degree) in ((int, int)[])[(40, 0), (300, 1), (64, 3)])
            {
                foreach (int? version in format.Name == "spz" ? (int?[])[3, 4] : [null])
                {
                    string path = folder.File("fixture" + format.Extensions[0]);
                    format.Write(TestClouds.Random(count, degree), path, new WriteOptions { Version = version });
                    files.Add(File.ReadAllBytes(path));
                }
            }
        }

        if (format.Name == "ply") files.Add(Encoding.ASCII.GetBytes(Ascii(TestClouds.Random(20, 0))));
        files.AddRange(GoldenFiles(path => format.Extensions.Any(e => path.EndsWith(e, StringComparison.Ordinal))
            && SplatFormats.Detect(File.ReadAllBytes(path), Path.GetFileName(path)) == format));
        return files;
    }

    /// <summary>Sound golden files of formats/ up to 64 kB; none when there is no golden folder.</summary>
    internal static IEnumerable<byte[]> GoldenFiles(Func<string, bool> wanted)
    {
        if (GoldenData.Root is not { } root) yield break;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "formats"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (new FileInfo(path).Length <= LargestGolden && !path.Contains("malformed", StringComparison.Ordinal) && wanted(path)) yield return File.ReadAllBytes(path);
    }

    private static string Ascii(GaussianCloud cloud)
    {
        string[] names = ["x", "y", "z", "rot_0", "rot_1", "rot_2", "rot_3", "scale_0", "scale_1", "scale_2", "opacity"];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"ply\nformat ascii 1.0\nelement vertex {cloud.Count}\n");
        foreach (string name in names) text.Append("property float ").Append(name).Append('\n');
        text.Append("end_header\n");
        for (int row = 0; row < cloud.Count; row++)
            text.AppendJoin(' ', cloud.GeometryColumns.Select(c => c[row].ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }
}
