using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Scenes;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class CameraPathTests
{
    // Rounding of a few rotations and divisions of numbers near 1.
    private const double Rounding = 1e-9;

    [Fact]
    public void At_AnyType_PutsTheTargetInTheCentre()
    {
        Vector3<Real64> target = new(0.2, 0.5, -0.1);
        SceneFrame frame = SceneFrame.FromUp(new Vector3<Real64>(0.1, -1, 0.2), 0.25, new(3, 1, 2));
        foreach (CameraDescription description in (CameraDescription[])
            [
                new() { Type = "orbit", Target = target },
                new() { Type = "fixed", Target = target, Eye = new(1, 1, 1) },
                new() { Type = "keyframes", Keys = [new(0, new(1, 1, 1), target), new(1, new(-1, 1, 1), target)] },
                new() { Type = "auto" },
            ])
        {
            SceneDescription scene = new() { File = "x.json", Splats = "x.ply", Camera = description };
            CameraPath path = new(scene, frame, target, 0.3, new(0, 1, 0));
            Camera camera = path.At(0.37);
            // The target, taken to splat space, projects onto the principal point in front of the camera.
            Vector3<Real64> x = camera.Rotation * frame.ToSplats(target) + camera.Translation;
            Assert.True(x.Z.Value > 0);
            Assert.Equal(0, x.X.Value / x.Z.Value, Rounding);
            Assert.Equal(0, x.Y.Value / x.Z.Value, Rounding);
        }
    }

    [Fact]
    public void Keyframes_AtTheKeys_AreTheKeys()
    {
        SceneDescription scene = new()
        {
            File = "x.json",
            Splats = "x.ply",
            Camera = new() { Type = "keyframes", Keys = [new(0, new(1, 0, 0), default), new(1, new(0, 0, 2), default), new(2, new(-3, 1, 0), default)] },
        };
        CameraPath path = new(scene, SceneFrame.Identity, default, 1, new(0, 1, 0));
        Assert.Equal(1, path.At(0).Centre.X.Value, Rounding);
        Assert.Equal(2, path.At(1).Centre.Z.Value, Rounding);
        Assert.Equal(-3, path.At(5).Centre.X.Value, Rounding);
    }
}
