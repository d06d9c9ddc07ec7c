using Splatsim.Compute;

namespace Splatsim.Tests;

/// <summary>The OpenCL device that all tests of this project share; where there is none they are skipped, by name.</summary>
public static class OpenClDevice
{
    private static readonly Lazy<ComputeDevice?> Shared = new(() =>
        ComputeDevices.List().Any(d => d.Kind == DeviceKind.OpenCl) ? ComputeDevice.Open(new(DeviceKind.OpenCl)) : null);

    /// <summary>The device. Skips the test where there is none.</summary>
    public static ComputeDevice Required
    {
        get
        {
            string missing = Environment.GetEnvironmentVariable("SPLATSIM_OPENCL_MISSING") ?? "run by tests/opencl, which makes one";
            Assert.SkipWhen(Shared.Value is null, $"no OpenCL device: {missing}");
            return Shared.Value!;
        }
    }
}
