using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>Launches the reverse of a frame. Its buffers are kept between frames.</summary>
internal sealed class DeviceBackward : IDisposable
{
    private readonly ComputeDevice device;
    private readonly FrameBuffers buffers;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<int>, ArrayView<int>> place;
    private readonly Action<KernelConfig, FrameViews, ArrayView<int>, ArrayView<int>, PlaneViews, ChannelViews, LossViews, PairViews, GradientViews> blend;
    private readonly Action<KernelConfig, SplatViews, MovedViews, CameraView<Real32>, FrameViews, PairViews, GradientViews> splats;
    private readonly Action<KernelConfig, SplatViews, MovedViews, CameraView<Real32>, FrameViews, GradientViews> harmonics;
    private readonly Action<KernelConfig, GradientViews> totals;

    /// <exception cref="DeviceException">The driver cannot compile the kernels.</exception>
    public DeviceBackward(ComputeDevice device)
    {
        this.device = device;
        buffers = new(device);
        place = device.Launcher(AdjointKernels.Place, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<int>, ArrayView<int>, ArrayView<int>>(AdjointKernels.Place));
        blend = device.Launcher(AdjointKernels.Blend, a => a.LoadStreamKernel<
            FrameViews, ArrayView<int>, ArrayView<int>, PlaneViews, ChannelViews, LossViews, PairViews, GradientViews>(AdjointKernels.Blend));
        splats = device.Launcher(AdjointKernels.Splats, a => a.LoadStreamKernel<
            SplatViews, MovedViews, CameraView<Real32>, FrameViews, PairViews, GradientViews>(AdjointKernels.Splats));
        harmonics = device.Launcher(AdjointKernels.Harmonics, a => a.LoadStreamKernel<
            SplatViews, MovedViews, CameraView<Real32>, FrameViews, GradientViews>(AdjointKernels.Harmonics));
        totals = device.Launcher(AdjointKernels.Totals, a => a.LoadStreamKernel<GradientViews>(AdjointKernels.Totals));
    }

    /// <summary>Takes a loss back through a frame; the host does not wait.</summary>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Run(DeviceFrame frame, DeviceTargetGradient loss, DeviceSplatGradient result) => device.Guard(() =>
    {
        int count = frame.Cloud.Count, groups = (count + AdjointKernels.SplatGroupSize - 1) / AdjointKernels.SplatGroupSize;
        GradientViews gradient = result.Begin(frame, groups);
        PairViews pairs = new()
        {
            Places = buffers.Get<int>("first pairs", count),
            Sums = buffers.Get<float>("what tiles leave", (long)SplatSums.Length * frame.PairCount),
            Channels = buffers.Get<float>("what tiles leave of channels", (long)loss.ChannelCount * frame.PairCount),
            ChannelCount = loss.ChannelCount,
        };
        if (frame.VisibleCount > 0) place(frame.VisibleCount, frame.Order, frame.Before, pairs.Places);
        blend(
            new KernelConfig(gradient.TileCount, SplatKernels.GroupSize), frame.Views, frame.Ranges, frame.Lists, frame.Planes, frame.Channels,
            loss.Views(), pairs, gradient);
        if (groups > 0)
        {
            KernelConfig launch = new(groups, AdjointKernels.SplatGroupSize);
            splats(launch, frame.Splats, frame.Rows, frame.View, frame.Views, pairs, gradient);
            if (frame.Splats.HasColors == 0) harmonics(launch, frame.Splats, frame.Rows, frame.View, frame.Views, gradient);
        }

        totals(new KernelConfig(GradientViews.TotalCount, AdjointKernels.SplatGroupSize), gradient);
    });

    public void Dispose() => buffers.Dispose();
}
