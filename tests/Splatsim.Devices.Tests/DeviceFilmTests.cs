using ILGPU.Runtime.OpenCL;
using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Scenes;

namespace Splatsim.Tests;

/// <summary>Whole scenes that are simulated and drawn on a device.</summary>
[Collection("device")]
public sealed class DeviceFilmTests
{
    private const string Sections =
        "\"time\": { \"duration\": 0.3 }, \"render\": { \"width\": 96, \"height\": 64 }, "
        + "\"boundaries\": [ { \"type\": \"plane\", \"point\": [0, 0.41, 0], \"normal\": [0, 1, 0] } ]";

    [Fact]
    public void Draw_SimulatedOnTheDevice_IsWhatTheHostWouldDraw()
    {
        Assert.NotNull(OpenClDevice.Required);
        using SceneRun run = Scene("opencl:0", "").Prepare();
        Assert.True(run.DrawsOnDevice);
        for (int frame = 0; frame < 3; frame++)
        {
            run.Step();
            ByteImage direct = run.Draw();
            // Now the host has the splats, splits them and sends them.
            Assert.False(float.IsInfinity(run.Splats.X[0]));
            ByteImage byWayOfTheHost = run.Draw();
            Assert.True(Decibels(direct, byWayOfTheHost) >= 70, $"frame {frame}: {Decibels(direct, byWayOfTheHost):f1} dB");
            Assert.True(Decibels(direct, new ByteImage(direct.Width, direct.Height, direct.Channels)) < 30);
        }
    }

    // Another device is opened, and its kernels compiled, for every scene.
    [Fact]
    [Trait("Tier", "Full")]
    public void Draw_ColoursByMotion_ComeFromTheHost()
    {
        Assert.NotNull(OpenClDevice.Required);
        using SceneRun device = Scene("opencl:0", ", \"color\": \"speed\"").Prepare(), processor = Scene("cpu", ", \"color\": \"speed\"").Prepare();
        // Filled there too, by the same rule.
        Assert.InRange(device.Simulator.ParticleCount, processor.Simulator.ParticleCount - 1, processor.Simulator.ParticleCount + 1);
        device.Step();
        processor.Step();
        // One frame of free fall: the simulations agree to rounding, and so do the colours.
        double decibels = Decibels(processor.Draw(), device.Draw());
        Assert.True(decibels >= 50, $"{decibels:f1} dB");
    }

    [Fact]
    public void Guard_DriverErrors_SayWhetherMemoryOrTheDeviceIsGone()
    {
        ComputeDevice device = OpenClDevice.Required;
        DeviceException lost = Assert.Throws<DeviceException>(() => device.Guard(() => throw new CLException(CLError.CL_DEVICE_NOT_AVAILABLE)));
        Assert.Contains("opencl:0", lost.Message, StringComparison.Ordinal);
        Assert.Contains("was lost", lost.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", lost.Remedy, StringComparison.Ordinal);
        DeviceException full = Assert.Throws<DeviceException>(() => device.Guard(() => throw new CLException(CLError.CL_OUT_OF_RESOURCES)));
        Assert.Contains("out of memory", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_DeviceThatIsMissing_IsAnErrorAndNotTheProcessor()
    {
        DeviceException error = Assert.Throws<DeviceException>(() => Scene("cuda:77", "").Prepare());
        Assert.Contains("cuda:77", error.Message, StringComparison.Ordinal);
    }

    private static Scene Scene(string device, string render)
    {
        string sections = Sections.Replace("\"height\": 64", "\"height\": 64" + render, StringComparison.Ordinal);
        return BallScene.Create(".", $"\"solver\": {{ \"resolution\": 8, \"device\": \"{device}\" }}, {sections}");
    }

    private static double Decibels(ByteImage expected, ByteImage actual)
    {
        double squares = 0;
        for (int i = 0; i < expected.Data.Length; i++) squares += Math.Pow((expected.Data[i] - actual.Data[i]) / 255.0, 2);
        return -10 * Math.Log10(Math.Max(squares / expected.Data.Length, 1e-30));
    }
}
