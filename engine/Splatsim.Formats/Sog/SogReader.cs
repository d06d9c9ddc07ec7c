using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Reads SOG 1 and 2: bytes in images, turned into values by ranges or codebooks.</summary>
internal sealed class SogReader
{
    private const int BlockRows = 16 * 1024;
    private const int PaletteColumns = 64;
    private const string Damaged = "the file is damaged; get it again";
    private readonly ISogFiles files;
    private readonly ReadOptions options;
    private readonly SogMeta meta;

    private SogReader(ISogFiles files, ReadOptions options)
    {
        this.files = files;
        this.options = options;
        meta = SogMetaReader.Read(files.Read("meta.json", "$"), files.Path, options.Warn);
    }

    /// <summary>Reads a scene.</summary>
    internal static GaussianCloud Read(ISogFiles files, ReadOptions options) => new SogReader(files, options).Read();

    private GaussianCloud Read()
    {
        // The first two planes prove the count before a cloud of that size is allocated; the others decode side by side.
        SogPlane low = Plane(meta.MeanFiles[0], "$.means.files[0]"), high = Plane(meta.MeanFiles[1], "$.means.files[1]");
        SogPlane centroids = null!, labels = null!, quaternions = null!, scales = null!, colours = null!;
        SogPaletteMeta? palette = meta.Palette;
        Action[] work =
        [
            () => quaternions = Plane(meta.QuaternionFile, "$.quats.files[0]"),
            () => scales = Plane(meta.ScaleFile, "$.scales.files[0]"),
            () => colours = Plane(meta.ColourFile, "$.sh0.files[0]"),
            () => labels = Plane(palette!.LabelFile, "$.shN.files[1]"),
            () => centroids = SogPlane.Read(files, palette!.CentroidFile, "$.shN.files[0]"),
        ];
        ParallelWork.For(palette is null ? 3 : 5, piece => work[piece](), options.Cancellation);
        int degree = palette is null ? 0 : Bands(palette, centroids);
        int entries = palette is null ? 0 : Entries(palette, centroids);
        GaussianCloud cloud = GaussianCloud.Uninitialized(meta.Count, degree);
        cloud.RenderModel = meta.RenderModel;
        if (options.Frame is CoordinateFrame frame) cloud.Frame = frame;
        ParallelWork.For((meta.Count + BlockRows - 1) / BlockRows, block =>
        {
            int start = block * BlockRows, end = Math.Min(meta.Count, start + BlockRows);
            DecodeMeans(cloud, low, high, start, end);
            DecodeRotations(cloud, quaternions, start, end);
            DecodeScales(cloud, scales, start, end);
            DecodeColours(cloud, colours, start, end);
            if (degree > 0) DecodeHarmonics(cloud, labels, centroids, entries, start, end);
        }, options.Cancellation);
        options.Progress?.Report(1);
        return cloud;
    }

    private SogPlane Plane(string name, string jsonPath) =>
        SogPlane.Read(files, name, jsonPath).Require(meta.Count, files, name, jsonPath);

    private int Bands(SogPaletteMeta palette, SogPlane centroids)
    {
        int coefficients = centroids.Width / PaletteColumns;
        int? bands = centroids.Width % PaletteColumns != 0 ? null : coefficients switch { 3 => 1, 8 => 2, 15 => 3, _ => null };
        if (bands is int found && (palette.Bands is null || palette.Bands == found)) return found;
        string wanted = palette.Bands is int known
            ? $"{known} bands of harmonics need {PaletteColumns * ((known + 1) * (known + 1) - 1)}"
            : "1 to 3 bands of harmonics need 192, 512 or 960";
        throw SplatFormatException.AtJson(
            files.Path, "$.shN.files[0]", $"'{palette.CentroidFile}' is {centroids.Width} pixels wide; {wanted}", Damaged);
    }

    private int Entries(SogPaletteMeta palette, SogPlane centroids)
    {
        int room = PaletteColumns * centroids.Height;
        if (palette.Count is not int count) return room;
        return count <= room ? count : throw SplatFormatException.AtJson(
            files.Path, "$.shN.count", $"a palette of {count} entries; '{palette.CentroidFile}' has room for {room}", Damaged);
    }

    // Stored as sign(x) ln(1 + |x|) between the file's limits, in 16 bits.
    private void DecodeMeans(GaussianCloud cloud, SogPlane low, SogPlane high, int start, int end)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            Span<float> column = cloud.GeometryColumns[axis].Span;
            double minimum = meta.MeanMinimum[axis];
            double step = (meta.MeanMaximum[axis] - minimum) / 65535;
            for (int i = start; i < end; i++)
            {
                int stored = low.Data[low.Stride * i + axis] | high.Data[high.Stride * i + axis] << 8;
                double value = minimum + step * stored;
                column[i] = (float)Math.CopySign(Math.Exp(Math.Abs(value)) - 1, value);
            }
        }
    }

    private static void DecodeRotations(GaussianCloud cloud, SogPlane plane, int start, int end)
    {
        const double halfRoot = 0.70710678118654752440;
        Span<double> q = stackalloc double[4];
        for (int i = start; i < end; i++)
        {
            int largest = plane.Alpha(i) - 252, at = plane.Stride * i;
            q.Clear();
            if (largest < 0)
            {
                // No tag: the identity, as other readers take it.
                q[0] = 1;
            }
            else
            {
                double squares = 0;
                for (int k = 0; k < 4; k++)
                {
                    if (k == largest) continue;
                    q[k] = (plane.Data[at++] / 255.0 * 2 - 1) * halfRoot;
                    squares += q[k] * q[k];
                }

                q[largest] = Math.Sqrt(Math.Max(0, 1 - squares));
            }

            cloud.RotationW[i] = (float)q[0];
            cloud.RotationX[i] = (float)q[1];
            cloud.RotationY[i] = (float)q[2];
            cloud.RotationZ[i] = (float)q[3];
        }
    }

    private void DecodeScales(GaussianCloud cloud, SogPlane plane, int start, int end)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            Span<float> column = cloud.GeometryColumns[7 + axis].Span;
            float[] values = meta.Scales[axis];
            for (int i = start; i < end; i++) column[i] = values[plane.Data[plane.Stride * i + axis]];
        }
    }

    private void DecodeColours(GaussianCloud cloud, SogPlane plane, int start, int end)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            Span<float> column = cloud.Sh(0, channel);
            float[] values = meta.Colours[channel];
            for (int i = start; i < end; i++) column[i] = values[plane.Data[plane.Stride * i + channel]];
        }

        Span<float> logits = cloud.OpacityLogit;
        for (int i = start; i < end; i++) logits[i] = meta.OpacityLogits[plane.Alpha(i)];
    }

    private void DecodeHarmonics(GaussianCloud cloud, SogPlane labels, SogPlane centroids, int entries, int start, int end)
    {
        int coefficients = cloud.ShCoefficientCount - 1, stride = centroids.Stride;
        float[] values = meta.Palette!.Values;
        int[] offsets = new int[end - start];
        for (int i = start; i < end; i++)
        {
            int label = labels.Data[labels.Stride * i] | labels.Data[labels.Stride * i + 1] << 8;
            if (label >= entries)
            {
                throw SplatFormatException.AtJson(
                    files.Path, "$.shN.files[1]", $"splat {i} has palette entry {label} of {entries}", Damaged);
            }

            offsets[i - start] = stride * ((label / PaletteColumns * PaletteColumns + label % PaletteColumns) * coefficients);
        }

        for (int column = 0; column < 3 * coefficients; column++)
        {
            Span<float> target = cloud.ShColumns[3 + column].Span[start..end];
            int offset = column / 3 * stride + column % 3;
            for (int i = 0; i < target.Length; i++) target[i] = values[centroids.Data[offsets[i] + offset]];
        }
    }
}
