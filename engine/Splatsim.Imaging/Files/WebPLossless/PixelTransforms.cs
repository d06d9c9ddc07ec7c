namespace Splatsim.Imaging;

/// <summary>VP8L's reversible transforms of RGBA samples that make them easier to code.</summary>
/// <remarks>RFC 9649, section 3.5.</remarks>
internal static class PixelTransforms
{
    /// <summary>Base-2 logarithm of the side of a predictor's block [px].</summary>
    internal const int BlockBits = 5;

    private const int PredictLeft = 1;
    private const int PredictTop = 2;
    private const int PredictMean = 7;
    private const int PredictSelect = 11;
    private const int PredictGradient = 12;

    // The predictors that need only left, top and top-left: enough for most, and simple at the right border.
    private static readonly int[] modes = [PredictLeft, PredictTop, PredictMean, PredictSelect, PredictGradient];

    /// <summary>Blocks along a side.</summary>
    internal static int BlockCount(int side) => (side + (1 << BlockBits) - 1) >> BlockBits;

    /// <summary>Red and blue minus green, modulo 256.</summary>
    internal static byte[] SubtractGreen(byte[] pixels)
    {
        byte[] result = (byte[])pixels.Clone();
        for (int index = 0; index < result.Length; index += 4)
        {
            result[index] -= result[index + 1];
            result[index + 2] -= result[index + 1];
        }

        return result;
    }

    /// <summary>Samples minus what their neighbours predict, modulo 256, and the predictor of each block.</summary>
    internal static (byte[] Residuals, byte[] Modes) Predict(byte[] pixels, int width, int height)
    {
        byte[] residuals = new byte[pixels.Length];
        byte[] chosen = new byte[BlockCount(width) * BlockCount(height)];
        for (int block = 0; block < chosen.Length; block++)
        {
            int left = block % BlockCount(width) << BlockBits;
            int top = block / BlockCount(width) << BlockBits;
            chosen[block] = (byte)modes.MinBy(mode => Walk(pixels, width, height, left, top, mode, residuals));
            Walk(pixels, width, height, left, top, chosen[block], residuals);
        }

        return (residuals, chosen);
    }

    /// <summary>Writes a block's residuals and returns the sum of their sizes.</summary>
    private static long Walk(byte[] pixels, int width, int height, int left, int top, int mode, byte[] residuals)
    {
        Span<byte> prediction = stackalloc byte[4];
        long sum = 0;
        int right = Math.Min(width, left + (1 << BlockBits));
        int bottom = Math.Min(height, top + (1 << BlockBits));
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int index = 4 * (row * width + column);
                PredictPixel(pixels, width, column, row, mode, prediction);
                for (int channel = 0; channel < 4; channel++)
                {
                    byte residual = (byte)(pixels[index + channel] - prediction[channel]);
                    residuals[index + channel] = residual;
                    sum += Math.Abs((int)(sbyte)residual);
                }
            }
        }

        return sum;
    }

    private static void PredictPixel(byte[] pixels, int width, int column, int row, int mode, Span<byte> prediction)
    {
        int index = 4 * (row * width + column);
        if (column == 0 && row == 0)
        {
            // Opaque black.
            prediction.Clear();
            prediction[3] = 255;
            return;
        }

        // The first row looks left and the first column up, whatever the block says.
        if (row == 0) mode = PredictLeft;
        else if (column == 0) mode = PredictTop;
        ReadOnlySpan<byte> left = column > 0 ? pixels.AsSpan(index - 4, 4) : default;
        ReadOnlySpan<byte> up = row > 0 ? pixels.AsSpan(index - 4 * width, 4) : default;
        ReadOnlySpan<byte> corner = column > 0 && row > 0 ? pixels.AsSpan(index - 4 * width - 4, 4) : default;
        switch (mode)
        {
            case PredictLeft:
                left.CopyTo(prediction);
                break;
            case PredictTop:
                up.CopyTo(prediction);
                break;
            case PredictMean:
                for (int channel = 0; channel < 4; channel++)
                {
                    prediction[channel] = (byte)((left[channel] + up[channel]) / 2);
                }

                break;
            case PredictGradient:
                for (int channel = 0; channel < 4; channel++)
                {
                    prediction[channel] = (byte)Math.Clamp(left[channel] + up[channel] - corner[channel], 0, 255);
                }

                break;
            default:
                int toLeft = 0;
                int toTop = 0;
                for (int channel = 0; channel < 4; channel++)
                {
                    // |p - left| and |p - top| for p = left + top - corner.
                    toLeft += Math.Abs(up[channel] - corner[channel]);
                    toTop += Math.Abs(left[channel] - corner[channel]);
                }

                (toLeft < toTop ? left : up).CopyTo(prediction);
                break;
        }
    }
}
