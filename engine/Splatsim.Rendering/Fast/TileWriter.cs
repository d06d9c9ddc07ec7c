using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Puts a blended tile over the background into the planes of a target.</summary>
internal static unsafe class TileWriter
{
    public static void Write(TileState state, RenderTarget target, RenderOptions options, int tileX, int tileY)
    {
        int columns = Math.Min(TileGrid.Size, target.Width - tileX), rows = Math.Min(TileGrid.Size, target.Height - tileY);
        for (int row = 0; row < rows; row++)
        {
            int source = row * TileGrid.Size, start = (tileY + row) * target.Width + tileX;
            float* rest = state.Plane(TileState.Transmittance) + source;
            if (target.Color is { } color) WriteColor(state, source, color.Data.AsSpan(3 * start, 3 * columns), options, start);
            if (target.Alpha is { } alpha)
            {
                Span<float> line = alpha.Data.AsSpan(start, columns);
                for (int column = 0; column < columns; column++) line[column] = 1f - Math.Abs(rest[column]);
            }

            if (target.AccumulatedDepth is { } sum) Copy(state.Plane(TileState.Depth) + source, sum.Data.AsSpan(start, columns));
            if (target.MedianDepth is { } median) Copy(state.Plane(TileState.Median) + source, median.Data.AsSpan(start, columns));
            if (target.TopContributor is { } top)
                new ReadOnlySpan<int>(state.Plane(TileState.Top) + source, columns).CopyTo(top.AsSpan(start, columns));
            if (target.Channels is { } channels) WriteChannels(state, source, channels.Data.AsSpan(start * state.ChannelCount, columns * state.ChannelCount));
            if (target.ExpectedDepth is { } expected)
            {
                float* depth = state.Plane(TileState.Depth) + source, weight = state.Plane(TileState.Weight) + source;
                Span<float> line = expected.Data.AsSpan(start, columns);
                for (int column = 0; column < columns; column++)
                    line[column] = depth[column] / Math.Max(weight[column], (float)ExpectedDepthAdjoint.SmallestWeight);
            }
        }
    }

    private static void WriteColor(TileState state, int source, Span<float> line, RenderOptions options, int start)
    {
        float* rest = state.Plane(TileState.Transmittance) + source;
        float* red = state.Plane(TileState.Red) + source, green = state.Plane(TileState.Green) + source, blue = state.Plane(TileState.Blue) + source;
        Vector3<Real64> plain = options.Background;
        float r = (float)plain.X.Value, g = (float)plain.Y.Value, b = (float)plain.Z.Value;
        int columns = line.Length / 3;
        fixed (float* pixels = line)
        {
            if (options.BackgroundImage is { } image)
            {
                ReadOnlySpan<float> picture = image.Data.AsSpan(3 * start, 3 * columns);
                for (int column = 0; column < columns; column++)
                {
                    float t = Math.Abs(rest[column]);
                    pixels[3 * column] = red[column] + t * picture[3 * column];
                    pixels[3 * column + 1] = green[column] + t * picture[3 * column + 1];
                    pixels[3 * column + 2] = blue[column] + t * picture[3 * column + 2];
                }

                return;
            }

            for (int column = 0; column < columns; column++)
            {
                float t = Math.Abs(rest[column]);
                pixels[3 * column] = red[column] + t * r;
                pixels[3 * column + 1] = green[column] + t * g;
                pixels[3 * column + 2] = blue[column] + t * b;
            }
        }
    }

    private static void WriteChannels(TileState state, int source, Span<float> line)
    {
        int count = state.ChannelCount;
        for (int channel = 0; channel < count; channel++)
        {
            float* plane = state.Plane(TileState.Channels + channel) + source;
            for (int i = channel, column = 0; i < line.Length; i += count, column++) line[i] = plane[column];
        }
    }

    private static void Copy(float* source, Span<float> target) => new ReadOnlySpan<float>(source, target.Length).CopyTo(target);
}
