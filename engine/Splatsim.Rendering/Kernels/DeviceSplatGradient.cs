using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>
/// Gradient of a loss with respect to everything that a frame was drawn from, in the memory of a device; the meaning of each number is
/// that of <see cref="SplatGradient"/>. Keep one and reuse it.
/// </summary>
public sealed class DeviceSplatGradient : IDisposable
{
    private readonly ComputeDevice device;
    private readonly FrameBuffers buffers;
    private int coefficients;
    private (int Width, int Height) picture;
    private Camera? camera;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="device">The device; not disposed of here.</param>
    public DeviceSplatGradient(ComputeDevice device) => (this.device, buffers) = (device, new(device));

    /// <summary>Number of splats.</summary>
    public int Count { get; private set; }

    /// <summary>Number of moved splats.</summary>
    public int MovedCount { get; private set; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; private set; }

    /// <summary>
    /// By the cloud, columns of <see cref="Count"/> floats: mean x y z, quaternion w x y z, log-scales, opacity logit, harmonics with the
    /// channel inside. Of moved splats only the harmonics are set.
    /// </summary>
    public ArrayView<float> Splats => buffers.Get<float>("the splats' gradient", (long)Columns * Count);

    /// <summary>
    /// By the moved splats, in the columns of <see cref="MovedColumns"/>, <see cref="MovedCount"/> floats each. Covariances are the
    /// symmetric G with dL = sum over all nine (i, j) of G_ij dSigma_ij.
    /// </summary>
    public ArrayView<float> Moved => buffers.Get<float>("the moved splats' gradient", (long)MovedColumns.Count * MovedCount);

    /// <summary>By the channels, shape [Count, ChannelCount].</summary>
    public ArrayView<float> Channels => buffers.Get<float>("the channels' gradient", (long)ChannelCount * Count);

    private int Columns => SplatViews.Harmonics + 3 * coefficients;

    /// <summary>Copies the gradient to the host; waits for it.</summary>
    /// <param name="result">Receives it; made for a cloud of the same number of splats and degree, the same number of moved splats and channels.</param>
    /// <exception cref="InvalidOperationException">No gradient was taken yet.</exception>
    /// <exception cref="ArgumentException">It was made for others.</exception>
    /// <exception cref="DeviceException">The device was lost.</exception>
    public void Receive(SplatGradient result)
    {
        if (camera is null) throw new InvalidOperationException($"no gradient was taken yet; call {nameof(DeviceRasterizer)}.{nameof(DeviceRasterizer.Backward)} first");
        result.Validate(Count, coefficients, MovedCount, ChannelCount);
        device.Guard(() =>
        {
            IReadOnlyList<AlignedArray<float>> geometry = result.Cloud.GeometryColumns, harmonics = result.Cloud.ShColumns;
            for (int column = 0; column < geometry.Count; column++) Column(Splats, column, geometry[column], Count);
            for (int column = 0; column < harmonics.Count; column++) Column(Splats, SplatViews.Harmonics + column, harmonics[column], Count);
            if (result.Deformed is { } moved) ReceiveMoved(moved, result.Cloud.OpacityLogit);
            if (result.Channels is { } channels) Column(Channels, 0, channels.Values, channels.Values.Length);
            float[] totals = new float[GradientViews.TotalCount];
            buffers.Get<float>("totals", totals.Length).SubView(0, totals.Length).CopyToCPU(totals);
            SetTotals(result, totals);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => buffers.Dispose();

    /// <summary>Makes room for a frame's gradient and sets it to 0.</summary>
    internal GradientViews Begin(DeviceFrame frame, int groups)
    {
        (Count, coefficients, MovedCount) = (frame.Cloud.Count, frame.Cloud.ShCoefficientCount, frame.Moved?.Count ?? 0);
        (ChannelCount, camera) = (frame.Channels.Count, frame.Camera);
        bool hasPicture = frame.Options.BackgroundImage is not null;
        picture = hasPicture ? (camera.Width, camera.Height) : default;
        int tiles = frame.Views.TilesX * frame.Views.TilesY;
        GradientViews views = new()
        {
            Splats = Splats,
            Moved = Moved,
            Channels = Channels,
            Colors = buffers.Get<float>("the colours' gradient", 3L * Count),
            CameraParts = buffers.Get<float>("parts of the camera's gradient", (long)GradientViews.Background * groups),
            BackgroundParts = buffers.Get<float>("parts of the background's gradient", 3L * tiles),
            Picture = buffers.Get<float>("the background picture's gradient", 3L * picture.Width * picture.Height),
            Totals = buffers.Get<float>("totals", GradientViews.TotalCount),
            Count = Count,
            Capacity = MovedCount,
            GroupCount = groups,
            TileCount = tiles,
        };
        views.Splats.MemSetToZero();
        views.Moved.MemSetToZero();
        views.Channels.MemSetToZero();
        return views;
    }

    private static void Column(ArrayView<float> source, int column, AlignedArray<float> target, int count)
    {
        if (count > 0) source.SubView((long)column * count, count).CopyToCPU(ref target.Span[0], count);
    }

    // The opacity of a moved splat is its splat's.
    private void ReceiveMoved(DeformedSplats moved, Span<float> opacities)
    {
        Column(Moved, MovedColumns.Mean, moved.X, MovedCount);
        Column(Moved, MovedColumns.Mean + 1, moved.Y, MovedCount);
        Column(Moved, MovedColumns.Mean + 2, moved.Z, MovedCount);
        for (int k = 0; k < 6; k++) Column(Moved, MovedColumns.Covariance + k, moved.Covariance[k], MovedCount);
        for (int k = 0; k < 9; k++) Column(Moved, MovedColumns.Rotation + k, moved.Rotation[k], MovedCount);
        AlignedArray<float> own = new(MovedCount);
        Column(Moved, MovedColumns.OpacityLogit, own, MovedCount);
        for (int row = 0; row < MovedCount; row++) opacities[moved.Indices?[row] ?? row] = own[row];
    }

    private void SetTotals(SplatGradient result, float[] t)
    {
        CameraGradient<Real64> sums = default;
        sums.Rotation = Matrix3x3<Real64>.FromRows(new(t[0], t[1], t[2]), new(t[3], t[4], t[5]), new(t[6], t[7], t[8]));
        sums.Translation = new(t[GradientViews.Translation], t[GradientViews.Translation + 1], t[GradientViews.Translation + 2]);
        (sums.Fx, sums.Fy) = (t[GradientViews.Focal], t[GradientViews.Focal + 1]);
        (sums.Cx, sums.Cy) = (t[GradientViews.Centre], t[GradientViews.Centre + 1]);
        sums.Pose(camera!.Rotation, camera.Translation, out Vector3<Real64> omega, out Vector3<Real64> v);
        (result.Camera, result.PoseRotation, result.PoseTranslation) = (sums, omega, v);
        const int B = GradientViews.Background;
        result.Background = picture.Width > 0 ? default : new(t[B], t[B + 1], t[B + 2]);
        FloatImage? image = picture.Width > 0 ? result.PictureOf(picture.Width, picture.Height) : null;
        result.BackgroundImage = image;
        if (image is not null) buffers.Get<float>("the background picture's gradient", image.Data.Length).SubView(0, image.Data.Length).CopyToCPU(image.Data);
    }
}
