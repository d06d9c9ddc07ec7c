using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Planes of one tile while its blending is differentiated, one float per pixel, rows of 16.</summary>
/// <param name="memory">Room for <see cref="Floats"/> floats.</param>
/// <param name="channels">Number of channels.</param>
internal readonly unsafe struct AdjointState(float* memory, int channels)
{
    /// <summary>
    /// Offsets of the planes: transmittance as in <see cref="TileState"/>, the part of the loss that lies behind the splats met so
    /// far, and the loss's gradient with respect to the sums of colour, depth and channels.
    /// </summary>
    public const int Transmittance = 0, Behind = 1, Red = 2, Green = 3, Blue = 4, Depth = 5, Channels = 6;

    /// <summary>Number of channels.</summary>
    public int ChannelCount => channels;

    /// <summary>Floats of all planes.</summary>
    public static int Floats(int channels) => (Channels + channels) * TileGrid.Pixels;

    /// <summary>One plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Plane(int plane) => memory + plane * TileGrid.Pixels;

    /// <summary>True when no pixel goes on.</summary>
    public bool HasEnded<T>()
        where T : unmanaged, ILanes<T> => new TileState(memory, 0).HasEnded<T>();

    /// <summary>Puts the tile before its first splat.</summary>
    /// <param name="record">The frame.</param>
    /// <param name="loss">The loss's gradient.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="backdrop">Receives the gradient with respect to the background colour, three numbers.</param>
    /// <param name="picture">Receives that of the background picture; null for a plain background.</param>
    /// <returns>False when the loss does not depend on the tile.</returns>
    public bool Load(FrameRecord record, TargetGradient loss, TileGrid grid, int tile, double* backdrop, float[]? picture)
    {
        int tileX = tile % grid.Columns * TileGrid.Size, tileY = tile / grid.Columns * TileGrid.Size;
        int columns = Math.Min(TileGrid.Size, grid.Width - tileX), rows = Math.Min(TileGrid.Size, grid.Height - tileY);
        new Span<float>(memory, Floats(channels)).Clear();
        new Span<float>(Plane(Transmittance), TileGrid.Pixels).Fill(-1f);
        float* rest = record.Plane(tile, FrameRecord.Transmittance), color = record.Plane(tile, FrameRecord.Red);
        RenderOptions options = record.Options!;
        float red = (float)options.Background.X.Value, green = (float)options.Background.Y.Value, blue = (float)options.Background.Z.Value;
        bool depends = false;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int i = row * TileGrid.Size + column, pixel = (tileY + row) * grid.Width + tileX + column;
                Plane(Transmittance)[i] = 1f;
                float r = 0, g = 0, b = 0;
                if (loss.Color is { } of) (r, g, b) = (of.Data[3 * pixel], of.Data[3 * pixel + 1], of.Data[3 * pixel + 2]);
                (Plane(Red)[i], Plane(Green)[i], Plane(Blue)[i]) = (r, g, b);
                float sum = color[i] * r + color[TileGrid.Pixels + i] * g + color[2 * TileGrid.Pixels + i] * b;
                float coverage = loss.Alpha is { } alpha ? alpha.Data[pixel] : 0f;
                sum += LoadDepth(record, loss, tile, i, pixel, ref coverage);
                sum += LoadChannels(record, loss, tile, i, pixel, ref depends);
                if (options.BackgroundImage is { } image)
                    (red, green, blue) = (image.Data[3 * pixel], image.Data[3 * pixel + 1], image.Data[3 * pixel + 2]);
                float left = Math.Abs(rest[i]);
                Plane(Behind)[i] = sum + left * (red * r + green * g + blue * b - coverage);
                depends |= r != 0 || g != 0 || b != 0 || coverage != 0 || Plane(Depth)[i] != 0;
                (backdrop[0], backdrop[1], backdrop[2]) = (backdrop[0] + left * r, backdrop[1] + left * g, backdrop[2] + left * b);
                if (picture is not null) (picture[3 * pixel], picture[3 * pixel + 1], picture[3 * pixel + 2]) = (left * r, left * g, left * b);
            }
        }

        return depends;
    }

    // The loss's gradient by a pixel's sum of depth; gives what the sum is worth and adds to the coverage's gradient.
    private float LoadDepth(FrameRecord record, TargetGradient loss, int tile, int i, int pixel, ref float coverage)
    {
        if (loss.AccumulatedDepth is null && loss.ExpectedDepth is null) return 0f;
        float sum = record.Plane(tile, FrameRecord.Depth)[i], gradient = loss.AccumulatedDepth?.Data[pixel] ?? 0f;
        if (loss.ExpectedDepth is { } expected)
        {
            Real32 ofDepth = gradient, ofCoverage = coverage;
            ExpectedDepthAdjoint.Add(expected.Data[pixel], sum, record.Plane(tile, FrameRecord.Weight)[i], ref ofDepth, ref ofCoverage);
            (gradient, coverage) = (ofDepth.Value, ofCoverage.Value);
        }

        Plane(Depth)[i] = gradient;
        return gradient * sum;
    }

    private float LoadChannels(FrameRecord record, TargetGradient loss, int tile, int i, int pixel, ref bool depends)
    {
        if (loss.Channels is not { } plane) return 0f;
        float sum = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            float gradient = plane.Data[pixel * channels + channel];
            Plane(Channels + channel)[i] = gradient;
            sum += gradient * record.Plane(tile, FrameRecord.Channels + channel)[i];
            depends |= gradient != 0;
        }

        return sum;
    }
}
