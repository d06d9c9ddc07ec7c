using ILGPU;
using Splatsim.Compute;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>A cloud in the memory of a device: sent once, drawn often.</summary>
public sealed class DeviceCloud : IDisposable
{
    private readonly ComputeDevice device;
    private readonly FrameBuffers buffers;
    private long columns;

    /// <summary>Sends a cloud.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    /// <param name="cloud">The splats; those with values that are not finite are not drawn.</param>
    /// <param name="moving">The splats that rows of moved splats replace, in the order of the rows; null for none.</param>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public DeviceCloud(ComputeDevice device, GaussianCloud cloud, int[]? moving = null)
        : this(device)
    {
        try
        {
            Load(cloud);
            if (moving is not null) SetMoving(moving);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal DeviceCloud(ComputeDevice device) => (this.device, buffers) = (device, new(device));

    /// <summary>Number of splats.</summary>
    public int Count { get; private set; }

    /// <summary>Degree of the harmonics.</summary>
    public int Degree { get; private set; }

    /// <summary>Coefficients of the harmonics per channel.</summary>
    internal int ShCoefficientCount => (Degree + 1) * (Degree + 1);

    /// <summary>Splats that are replaced.</summary>
    internal int MovingCount { get; private set; }

    internal ArrayView<int> RowOf => buffers.Get<int>("splats", MovingCount > 0 ? Count : 0);

    /// <inheritdoc/>
    public void Dispose() => buffers.Dispose();

    internal void Load(GaussianCloud cloud) => device.Guard(() =>
    {
        (Count, Degree, MovingCount) = (cloud.Count, cloud.Degree, 0);
        columns = SplatViews.Harmonics + 3L * cloud.ShCoefficientCount;
        ArrayView<float> data = buffers.Get<float>("the capture", columns * Count);
        Send(0, cloud.X);
        Send(1, cloud.Y);
        Send(2, cloud.Z);
        Send(SplatViews.Rotation, cloud.RotationW);
        Send(SplatViews.Rotation + 1, cloud.RotationX);
        Send(SplatViews.Rotation + 2, cloud.RotationY);
        Send(SplatViews.Rotation + 3, cloud.RotationZ);
        Send(SplatViews.LogScale, cloud.LogScaleX);
        Send(SplatViews.LogScale + 1, cloud.LogScaleY);
        Send(SplatViews.LogScale + 2, cloud.LogScaleZ);
        Send(SplatViews.OpacityLogit, cloud.OpacityLogit);
        for (int k = 0; k < cloud.ShCoefficientCount; k++)
            for (int channel = 0; channel < 3; channel++) Send(SplatViews.Harmonics + 3 * k + channel, cloud.Sh(k, channel));

        void Send(int column, ReadOnlySpan<float> values) =>
            FrameBuffers.Send(data.SubView((long)column * Count, Count), values[..Count]);
    });

    /// <summary>Says which splats are replaced by which rows.</summary>
    internal void SetMoving(ReadOnlySpan<int> moving)
    {
        int[] rows = new int[Count];
        Array.Fill(rows, -1);
        for (int row = 0; row < moving.Length; row++) rows[moving[row]] = row;
        MovingCount = moving.Length;
        device.Guard(() => FrameBuffers.Send<int>(RowOf, rows));
    }

    internal SplatViews Views(int maximumDegree) => new()
    {
        Data = buffers.Get<float>("the capture", columns * Count),
        Count = Count,
        Degree = Math.Min(Degree, maximumDegree),
    };
}
