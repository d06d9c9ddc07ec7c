using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// Draws clouds of Gaussians on the CPU: projection, one depth sort, tile lists, front-to-back blending, in SIMD lanes. Keep
/// one and reuse it: its buffers grow to the largest frame, then nothing is allocated. The picture is the same for any number
/// of workers. Not for several threads at once.
/// </summary>
/// <remarks>
/// Kerbl et al. 2023 (tile rasterizer); Zwicker et al. 2001 (EWA); Hanson et al. 2025, "Speedy-Splat" (exact tile test).
/// </remarks>
public sealed class Rasterizer : IDifferentiableRasterizer
{
    private readonly WorkerPool pool;
    private readonly FramePipeline pipeline;

    /// <summary>A rasterizer with empty buffers.</summary>
    /// <param name="pool">Workers; null for the shared pool with one per processor.</param>
    /// <param name="width">SIMD width; automatic takes the widest registers of the processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is unknown.</exception>
    public Rasterizer(WorkerPool? pool = null, VectorWidth width = VectorWidth.Automatic)
    {
        this.pool = pool ?? WorkerPool.Shared;
        Width = width switch
        {
            VectorWidth.Automatic => Vector512.IsHardwareAccelerated ? VectorWidth.Lanes16 : VectorWidth.Lanes8,
            VectorWidth.Lanes8 or VectorWidth.Lanes16 => width,
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "unknown vector width"),
        };
        pipeline = Width == VectorWidth.Lanes16 ? new FramePipeline<Lanes16>() : new FramePipeline<Lanes8>();
    }

    /// <summary>The SIMD width in use.</summary>
    public VectorWidth Width { get; }

    /// <summary>
    /// True to keep, with every frame from now on, what <see cref="Backward"/> needs of it: 24 bytes per pixel and 4 more per
    /// channel, about a twentieth of a frame's time.
    /// </summary>
    public bool Differentiable { get; set; }

    /// <summary>Counts and times of the last frame.</summary>
    public RenderStatistics Statistics { get; private set; }

    /// <summary>Draws a cloud at rest.</summary>
    /// <param name="cloud">The splats; those with values that are not finite are not drawn.</param>
    /// <param name="camera">The camera; its size is the target's.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="target">Receives the planes that it has.</param>
    /// <exception cref="ArgumentException">An option is outside its range or does not fit the cloud or the target.</exception>
    public void Render(GaussianCloud cloud, Camera camera, RenderOptions options, RenderTarget target) =>
        Render(cloud, null, camera, options, target);

    /// <inheritdoc/>
    public void Render(GaussianCloud cloud, DeformedSplats? deformed, Camera camera, RenderOptions options, RenderTarget target)
    {
        options.Validate(cloud.Count, camera, target.Width, target.Height);
        if (deformed is not null) Fits(deformed, cloud);
        int channels = options.Channels?.ChannelCount ?? 0;
        if (target.ChannelCount != channels)
            throw new ArgumentException($"the options have {channels} channels but the target {target.ChannelCount}; make them equal", nameof(target));
        Statistics = pipeline.Run(cloud, deformed, camera, options, target, Differentiable, pool);
    }

    /// <inheritdoc/>
    /// <remarks>The exact twin is <see cref="ReferenceBackward"/>. Kerbl et al. 2023, appendix A.</remarks>
    public void Backward(TargetGradient loss, SplatGradient result)
    {
        FrameRecord record = pipeline.Record;
        if (!record.IsSet)
            throw new InvalidOperationException($"no frame was kept to take gradients of; set {nameof(Differentiable)} before {nameof(Render)}");
        loss.Validate(record.Camera!.Width, record.Camera.Height, record.ChannelCount, record.HasGeometry);
        result.Validate(record.Cloud!, record.Deformed, record.ChannelCount);
        (double blend, double splats) = pipeline.Backward(loss, result, pool);
        Statistics = Statistics with { BackwardBlendMilliseconds = blend, BackwardSplatMilliseconds = splats };
    }

    internal static void Fits(DeformedSplats deformed, GaussianCloud cloud)
    {
        if (deformed.Indices is null && deformed.Count != cloud.Count)
            throw new ArgumentException($"{deformed.Count} moved splats without indices do not fit a cloud of {cloud.Count}; give indices", nameof(deformed));
        if (deformed.Indices is { Length: > 0 } indices && indices[^1] >= cloud.Count)
            throw new ArgumentException($"moved splat {indices[^1]} is not in a cloud of {cloud.Count} splats", nameof(deformed));
    }
}
