using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class CameraTests
{
    [Fact]
    public void Resized_HalfHeightAndWider_KeepsTheVerticalFieldOfView()
    {
        Camera camera = new() { Width = 400, Height = 300, Fx = 500, Fy = 520, Cx = 210, Cy = 140, Distortion = [0.1, 0, 0, 0] };
        Camera small = camera.Resized(300, 150);
        // Half the height: every pixel length halves, and the principal point keeps its distance from the picture's middle.
        Assert.Equal((250.0, 260.0, 70.0), (small.Fx, small.Fy, small.Cy));
        Assert.Equal(150 + 0.5 * (210 - 200), small.Cx);
        Assert.Empty(small.Distortion);
    }
}
