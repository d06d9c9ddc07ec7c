using ILGPU;
using Splatsim.Compute;
using Splatsim.Imaging;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Gradient of a loss with respect to the planes of a frame, in the memory of a device: sent by the host, or written there by kernels.
/// Keep one and reuse it.
/// </summary>
public sealed class DeviceTargetGradient : IDisposable
{
    private readonly ComputeDevice device;
    private readonly FrameBuffers buffers;
    private RenderOutputs planes;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    public DeviceTargetGradient(ComputeDevice device) => (this.device, buffers) = (device, new(device));

    /// <summary>Width of the frame [px].</summary>
    public int Width { get; private set; }

    /// <summary>Height of the frame [px].</summary>
    public int Height { get; private set; }

    /// <summary>Channels that enter the loss.</summary>
    public int ChannelCount { get; private set; }

    /// <summary>With respect to colour, shape [Height, Width, 3].</summary>
    public ArrayView<float> Color => Plane("colour", RenderOutputs.Color, 3);

    /// <summary>With respect to coverage, shape [Height, Width].</summary>
    public ArrayView<float> Alpha => Plane("alpha", RenderOutputs.Alpha, 1);

    /// <summary>With respect to the accumulated depth, shape [Height, Width].</summary>
    public ArrayView<float> AccumulatedDepth => Plane("accumulated depth", RenderOutputs.AccumulatedDepth, 1);

    /// <summary>With respect to the expected depth, shape [Height, Width].</summary>
    public ArrayView<float> ExpectedDepth => Plane("expected depth", RenderOutputs.ExpectedDepth, 1);

    /// <summary>With respect to the channels, shape [Height, Width, ChannelCount].</summary>
    public ArrayView<float> Channels => buffers.Get<float>("channels", (long)ChannelCount * Width * Height);

    /// <summary>Says which planes enter the loss; their numbers are whatever was there.</summary>
    /// <param name="width">Width of the frame [px].</param>
    /// <param name="height">Height of the frame [px].</param>
    /// <param name="outputs">Colour, coverage, accumulated and expected depth, or some of them.</param>
    /// <param name="channels">As many channels as the frame has, or 0.</param>
    /// <exception cref="ArgumentException">One of the outputs has no gradient.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Reserve(int width, int height, RenderOutputs outputs, int channels = 0)
    {
        const RenderOutputs Known = RenderOutputs.ColorAlpha | RenderOutputs.AccumulatedDepth | RenderOutputs.ExpectedDepth;
        if ((outputs & ~Known) != RenderOutputs.None)
            throw new ArgumentException($"{outputs & ~Known} has no gradient; leave it out", nameof(outputs));
        (Width, Height, planes, ChannelCount) = (width, height, outputs, channels);
        Views();
    }

    /// <summary>Sends the planes that a loss has.</summary>
    /// <param name="loss">The planes, all of one size.</param>
    /// <param name="width">Width of the frame [px].</param>
    /// <param name="height">Height of the frame [px].</param>
    /// <exception cref="ArgumentException">A plane has another size.</exception>
    /// <exception cref="DeviceException">The device is full or lost.</exception>
    public void Load(TargetGradient loss, int width, int height)
    {
        loss.Validate(width, height, loss.Channels?.Channels ?? 0, true);
        RenderOutputs Has(FloatImage? plane, RenderOutputs output) => plane is null ? RenderOutputs.None : output;
        RenderOutputs outputs = Has(loss.Color, RenderOutputs.Color) | Has(loss.Alpha, RenderOutputs.Alpha)
            | Has(loss.AccumulatedDepth, RenderOutputs.AccumulatedDepth) | Has(loss.ExpectedDepth, RenderOutputs.ExpectedDepth);
        device.Guard(() =>
        {
            Reserve(width, height, outputs, loss.Channels?.Channels ?? 0);
            Send(loss.Color, Color);
            Send(loss.Alpha, Alpha);
            Send(loss.AccumulatedDepth, AccumulatedDepth);
            Send(loss.ExpectedDepth, ExpectedDepth);
            Send(loss.Channels, Channels);
        });

        static void Send(FloatImage? plane, ArrayView<float> target)
        {
            if (plane is not null) FrameBuffers.Send<float>(target, plane.Data);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => buffers.Dispose();

    internal LossViews Views() => new()
    {
        OfColor = Color,
        OfAlpha = Alpha,
        OfAccumulatedDepth = AccumulatedDepth,
        OfExpectedDepth = ExpectedDepth,
        OfChannels = Channels,
        HasColor = Flag(RenderOutputs.Color),
        HasAlpha = Flag(RenderOutputs.Alpha),
        HasAccumulatedDepth = Flag(RenderOutputs.AccumulatedDepth),
        HasExpectedDepth = Flag(RenderOutputs.ExpectedDepth),
        ChannelCount = ChannelCount,
    };

    private int Flag(RenderOutputs output) => planes.HasFlag(output) ? 1 : 0;

    private ArrayView<float> Plane(string name, RenderOutputs output, int channels) =>
        buffers.Get<float>(name, planes.HasFlag(output) ? (long)channels * Width * Height : 0);
}
