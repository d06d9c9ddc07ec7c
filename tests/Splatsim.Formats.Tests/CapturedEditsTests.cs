using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Edits of the room of clouds on real captures, which only this room can read.</summary>
public sealed class CapturedEditsTests
{
    public static TheoryData<string> Scenes
    {
        get
        {
            string folder = Path.Combine(GoldenData.DataRoot ?? "", "captured");
            string[] found = Directory.Exists(folder)
                ? [.. Directory.EnumerateFileSystemEntries(folder).Where(path => !path.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
                : [];
            return found.Length > 0 ? new(found) : new(["none"]);
        }
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Edits_CapturedScene_HoldTogether(string path)
    {
        GoldenData.RequireDataRoot();
        GaussianCloud cloud = SplatFiles.Read(path, TestContext.Current.CancellationToken);
        Assert.Equal(0, CloudStatistics.Of(cloud).NanCount);
        AxisAlignedBox robust = CloudBounds.Robust(cloud), full = CloudBounds.Full(cloud);
        Assert.True(full.Contains(robust.Minimum) && full.Contains(robust.Maximum));
        Assert.InRange(robust.Diagonal, 0.1 * full.Diagonal, full.Diagonal);

        // Both scenes are one object, the one with the ground it stands on: most of what is visible hangs together.
        ConnectedComponents components = ConnectedComponents.Find(cloud);
        Assert.True(components.Sizes[0] > 0.8 * components.Sizes.Sum(), $"{string.Join(' ', components.Sizes.Take(5))}");

        // A person without ground has a few splats in any plane; a scene with ground has most of its own in one.
        GroundPlane? ground = GroundPlane.Find(cloud);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {ground}, components {string.Join(' ', components.Sizes.Take(5))}");
        Assert.NotNull(ground);
        Assert.True(ground.InlierShare is < 0.05 or > 0.5, $"{ground}");

        GaussianCloud reduced = Decimation.Reduce(cloud, cloud.Count / 4, null, TestContext.Current.CancellationToken);
        Assert.Equal(cloud.Count / 4, reduced.Count);
        Assert.Empty(InvalidRows.Find(reduced));
        AxisAlignedBox kept = CloudBounds.Robust(reduced);
        Assert.True((kept.Centre - robust.Centre).Length.Value < 0.05 * robust.Diagonal, $"{kept} was {robust}");
        Assert.InRange(kept.Diagonal, 0.9 * robust.Diagonal, 1.1 * robust.Diagonal);
    }
}
