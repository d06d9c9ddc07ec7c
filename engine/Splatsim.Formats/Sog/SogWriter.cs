using System.IO.Compression;
using System.Text.Json;
using Splatsim.Imaging;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Writes SOG version 2 as a zip archive of lossless images, in Morton order.</summary>
internal sealed class SogWriter
{
    private const int HighestDegree = 3;
    private const int PaletteColumns = 64;
    private const int LargestSide = 16383;

    // Flat splats have a log-scale of minus infinity, which JSON cannot hold. exp(-20) is 2e-9 of a unit.
    private const float SmallestLogScale = -20;

    private readonly GaussianCloud cloud;
    private readonly WriteOptions options;
    private readonly int width;
    private readonly int height;
    private readonly double[] minimum = new double[3];
    private readonly double[] maximum = new double[3];

    private SogWriter(GaussianCloud cloud, WriteOptions options)
    {
        this.cloud = cloud;
        this.options = options;
        width = Math.Max(4, 4 * (int)Math.Ceiling(Math.Sqrt(cloud.Count) / 4));
        height = Math.Max(4, 4 * (int)Math.Ceiling(cloud.Count / (double)width / 4));
    }

    /// <summary>Writes a cloud.</summary>
    internal static void Write(GaussianCloud cloud, string path, WriteOptions options)
    {
        if (options.Version is int version && version != 2)
            throw SplatFormatException.Whole(path, $"SOG version {version} is not written", "ask for version 2");
        Losses.Warn(cloud, path, options, Holds.Antialiased | Holds.TwoDimensional, HighestDegree);
        Refuse(cloud, path);
        if (cloud.Degree > HighestDegree) cloud = CloudEdits.WithDegree(cloud, HighestDegree);
        new SogWriter(MortonOrder.Sort(cloud), options).Write(path);
    }

    private static void Refuse(GaussianCloud cloud, string path)
    {
        if (cloud.Count > (long)(LargestSide - 3) * (LargestSide - 3))
            throw SplatFormatException.Whole(
                path, $"{cloud.Count} splats do not fit images of {LargestSide} pixels a side", "split the scene");
        int[] invalid = InvalidRows.Find(cloud);
        if (invalid.Length > 0)
            throw SplatFormatException.Whole(
                path,
                $"splat {invalid[0]} and {invalid.Length - 1} others hold NaN, an infinite mean or scale, or no rotation",
                "drop them first");
    }

    private void Write(string path)
    {
        SogCodebook scales = SogCodebook.For([.. Enumerable.Range(7, 3).Select(axis => LogScales(axis))]);
        SogCodebook colours = SogCodebook.For([.. Enumerable.Range(0, 3).Select(channel => (ReadOnlyMemory<float>)cloud.ShColumns[channel].Memory)]);
        ShPalette? palette = cloud.Degree == 0 || cloud.Count == 0
            ? null
            : ShPalette.Make(cloud, options.Seed, options.Cancellation, options.Progress);
        SogCodebook? harmonics = palette is null ? null : SogCodebook.For([palette.Entries]);
        (ByteImage low, ByteImage high) = Means();
        List<(string Name, Func<ByteImage> Image)> planes =
        [
            ("means_l.webp", () => low),
            ("means_u.webp", () => high),
            ("quats.webp", Quaternions),
            ("scales.webp", () => Scales(scales)),
            ("sh0.webp", () => Colours(colours)),
        ];
        if (palette is not null)
        {
            planes.Add(("shN_centroids.webp", () => Centroids(palette, harmonics!)));
            planes.Add(("shN_labels.webp", () => Labels(palette)));
        }

        byte[][] images = new byte[planes.Count][];
        ParallelWork.For(planes.Count, plane => images[plane] = ImageFiles.EncodeWebPLossless(planes[plane].Image()), options.Cancellation);
        using AtomicFile file = AtomicFile.Create(path);
        using (ZipArchive archive = new(file.Stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int plane = 0; plane < planes.Count; plane++) Add(archive, planes[plane].Name, images[plane]);
            Add(archive, "meta.json", Meta(scales, colours, palette, harmonics));
        }

        file.Commit();
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        // Images are compressed already. A fixed date makes the same scene the same bytes.
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        stream.Write(bytes);
    }

    private ReadOnlyMemory<float> LogScales(int column)
    {
        ReadOnlySpan<float> values = cloud.GeometryColumns[column].Span;
        return values.ContainsAnyExceptInRange(SmallestLogScale, float.MaxValue)
            ? Array.ConvertAll(values.ToArray(), value => Math.Max(value, SmallestLogScale))
            : cloud.GeometryColumns[column].Memory;
    }

    private (ByteImage Low, ByteImage High) Means()
    {
        ByteImage low = Plane(), high = Plane();
        double[] values = new double[cloud.Count];
        for (int axis = 0; axis < 3; axis++)
        {
            Span<float> column = cloud.GeometryColumns[axis].Span;
            for (int i = 0; i < values.Length; i++)
                values[i] = Math.CopySign(Math.Log(1 + Math.Abs((double)column[i])), column[i]);
            minimum[axis] = values.Length == 0 ? 0 : values.Min();
            maximum[axis] = values.Length == 0 ? 0 : values.Max();
            double scale = maximum[axis] > minimum[axis] ? 65535 / (maximum[axis] - minimum[axis]) : 0;
            for (int i = 0; i < values.Length; i++)
            {
                int stored = (int)Math.Clamp(Math.Round((values[i] - minimum[axis]) * scale), 0, 65535);
                low.Data[4 * i + axis] = (byte)stored;
                high.Data[4 * i + axis] = (byte)(stored >> 8);
            }
        }

        return (low, high);
    }

    private ByteImage Quaternions()
    {
        const double root = 1.41421356237309504880;
        ByteImage plane = Plane();
        Span<double> q = stackalloc double[4];
        for (int i = 0; i < cloud.Count; i++)
        {
            q[0] = cloud.RotationW[i];
            q[1] = cloud.RotationX[i];
            q[2] = cloud.RotationY[i];
            q[3] = cloud.RotationZ[i];
            int largest = 0;
            for (int k = 1; k < 4; k++)
                if (Math.Abs(q[k]) > Math.Abs(q[largest])) largest = k;
            double norm = Math.Sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
            // q and -q are the same rotation: the largest part is stored as positive.
            double scale = Math.CopySign(root / norm, q[largest]);
            int at = 4 * i;
            for (int k = 0; k < 4; k++)
                if (k != largest) plane.Data[at++] = Activation.ToByte((q[k] * scale + 1) * 127.5);
            plane.Data[4 * i + 3] = (byte)(252 + largest);
        }

        return plane;
    }

    private ByteImage Scales(SogCodebook codebook)
    {
        ByteImage plane = Plane();
        for (int axis = 0; axis < 3; axis++)
        {
            Span<float> column = cloud.GeometryColumns[7 + axis].Span;
            for (int i = 0; i < column.Length; i++) plane.Data[4 * i + axis] = codebook.Encode(column[i]);
        }

        return plane;
    }

    private ByteImage Colours(SogCodebook codebook)
    {
        ByteImage plane = Plane();
        for (int channel = 0; channel < 3; channel++)
        {
            Span<float> column = cloud.Sh(0, channel);
            for (int i = 0; i < column.Length; i++) plane.Data[4 * i + channel] = codebook.Encode(column[i]);
        }

        for (int i = 0; i < cloud.Count; i++) plane.Data[4 * i + 3] = Activation.ToByte(255 * Activation.Sigmoid(cloud.OpacityLogit[i]));
        return plane;
    }

    private ByteImage Labels(ShPalette palette)
    {
        ByteImage plane = Plane();
        for (int i = 0; i < cloud.Count; i++)
        {
            plane.Data[4 * i] = (byte)palette.Labels[i];
            plane.Data[4 * i + 1] = (byte)(palette.Labels[i] >> 8);
        }

        return plane;
    }

    private static ByteImage Centroids(ShPalette palette, SogCodebook codebook)
    {
        int coefficients = palette.Dimension / 3, rows = (palette.Count + PaletteColumns - 1) / PaletteColumns;
        ByteImage image = new(PaletteColumns * coefficients, rows, 4);
        Array.Fill<byte>(image.Data, 255);
        // Entries follow each other without gaps: row by row, coefficient by coefficient.
        for (int i = 0; i < palette.Entries.Length; i++) image.Data[i / 3 * 4 + i % 3] = codebook.Encode(palette.Entries[i]);
        return image;
    }

    private ByteImage Plane()
    {
        ByteImage image = new(width, height, 4);
        for (int alpha = 3; alpha < image.Data.Length; alpha += 4) image.Data[alpha] = 255;
        return image;
    }

    private byte[] Meta(SogCodebook scales, SogCodebook colours, ShPalette? palette, SogCodebook? harmonics)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 2);
            json.WriteStartObject("asset");
            json.WriteString("generator", "Splatsim");
            json.WriteEndObject();
            json.WriteNumber("count", cloud.Count);
            if (cloud.RenderModel != RenderModel.Classic)
                json.WriteString("model", cloud.RenderModel == RenderModel.Antialiased ? "antialiased" : "2dgs");
            json.WriteStartObject("means");
            Numbers(json, "mins", minimum);
            Numbers(json, "maxs", maximum);
            Files(json, "means_l.webp", "means_u.webp");
            Codebook(json, "scales", scales, "scales.webp");
            json.WriteStartObject("quats");
            Files(json, "quats.webp");
            Codebook(json, "sh0", colours, "sh0.webp");
            if (palette is not null)
            {
                json.WriteStartObject("shN");
                json.WriteNumber("count", palette.Count);
                json.WriteNumber("bands", cloud.Degree);
                Numbers(json, "codebook", [.. harmonics!.Values.Select(value => (double)value)]);
                Files(json, "shN_centroids.webp", "shN_labels.webp");
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Codebook(Utf8JsonWriter json, string name, SogCodebook codebook, string file)
    {
        json.WriteStartObject(name);
        Numbers(json, "codebook", [.. codebook.Values.Select(value => (double)value)]);
        Files(json, file);
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    // Also ends the object that names the files.
    private static void Files(Utf8JsonWriter json, params string[] names)
    {
        json.WriteStartArray("files");
        foreach (string name in names) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
