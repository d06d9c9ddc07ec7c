using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>The gradient of a frame on a device. What is not written is 0 before.</summary>
internal struct GradientViews
{
    /// <summary>Numbers of a camera: R, t, focal lengths, principal point; then those of the background.</summary>
    public const int Translation = 9, Focal = 12, Centre = 14, Background = 16, TotalCount = 19;

    /// <summary>By the cloud, in the columns of <see cref="SplatViews"/>.</summary>
    public ArrayView<float> Splats;

    /// <summary>By the moved splats, in the columns of <see cref="Splatsim.Splats.MovedColumns"/>.</summary>
    public ArrayView<float> Moved;

    /// <summary>By the channels, shape [splats, channels].</summary>
    public ArrayView<float> Channels;

    /// <summary>By the colour of each splat before its clamp at 0, three columns.</summary>
    public ArrayView<float> Colors;

    /// <summary>By the camera, a column of groups per number.</summary>
    public ArrayView<float> CameraParts;

    /// <summary>By the plain background, a column of tiles per channel.</summary>
    public ArrayView<float> BackgroundParts;

    /// <summary>By the background picture, three floats per pixel, where there is one.</summary>
    public ArrayView<float> Picture;

    /// <summary>Sums of the parts: camera and background.</summary>
    public ArrayView<float> Totals;

    /// <summary>Length of a column of the cloud.</summary>
    public int Count;

    /// <summary>Length of a column of the moved splats.</summary>
    public int Capacity;

    /// <summary>Groups that add to the camera, and tiles.</summary>
    public int GroupCount, TileCount;

    /// <summary>Writes one number of a splat of the cloud.</summary>
    public readonly void Put(int column, int splat, Real32 value) => Splats[(long)column * Count + splat] = value.Value;

    /// <summary>Writes one number of a moved splat.</summary>
    public readonly void PutMoved(int column, int row, Real32 value) => Moved[(long)column * Capacity + row] = value.Value;

    /// <summary>Writes the mean's, of the moved splat where there is one.</summary>
    public readonly void PutMean(int splat, int row, in Vector3<Real32> value)
    {
        if (row < 0)
        {
            Put(SplatViews.Mean, splat, value.X);
            Put(SplatViews.Mean + 1, splat, value.Y);
            Put(SplatViews.Mean + 2, splat, value.Z);
            return;
        }

        PutMoved(Splatsim.Splats.MovedColumns.Mean, row, value.X);
        PutMoved(Splatsim.Splats.MovedColumns.Mean + 1, row, value.Y);
        PutMoved(Splatsim.Splats.MovedColumns.Mean + 2, row, value.Z);
    }

    /// <summary>The mean's so far.</summary>
    public readonly Vector3<Real32> GetMean(int splat, int row)
    {
        if (row < 0) return new(new(Splats[splat]), new(Splats[(long)Count + splat]), new(Splats[2L * Count + splat]));
        return new(new(Moved[row]), new(Moved[(long)Capacity + row]), new(Moved[2L * Capacity + row]));
    }
}
