using Splatsim.Compute;

namespace Splatsim.Tests;

/// <summary>How a device is asked for. The expected values are the documented spellings.</summary>
public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("CPU", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:3", "cuda:3")]
    [InlineData(" opencl:1 ", "opencl:1")]
    public void Parse_ReadsTheSpellings(string text, string expected) =>
        Assert.Equal(expected, DeviceChoice.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:0")]
    [InlineData("auto:1")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:0")]
    [InlineData("opencl:99999999999")]
    public void Parse_NamesTheTextAndTheFix(string text)
    {
        DeviceException error = Assert.Throws<DeviceException>(() => DeviceChoice.Parse(text));
        Assert.Equal(text, error.Device);
        Assert.Contains("opencl:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_OfAMissingDevice_ListsWhatThereIs()
    {
        DeviceException error = Assert.Throws<DeviceException>(() => ComputeDevices.Resolve(new(DeviceKind.Cuda, 999)));
        Assert.Contains("cuda:999", error.Message, StringComparison.Ordinal);
        Assert.Contains("cpu", error.Message, StringComparison.Ordinal);
        Assert.Throws<DeviceException>(() => ComputeDevice.Open(new(DeviceKind.OpenCl, 999)));
    }

    [Fact]
    public void Resolve_OfTheProcessor_LoadsNoDriver()
    {
        Assert.Equal(DeviceKind.Cpu, ComputeDevices.Resolve(DeviceChoice.Cpu).Kind);
    }
}
