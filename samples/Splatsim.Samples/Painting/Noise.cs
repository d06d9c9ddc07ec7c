namespace Splatsim.Samples;

/// <summary>Smooth value noise for textures: the same everywhere, from -1 to 1.</summary>
internal static class Noise
{
    public static double At(double x, double y, double z = 0)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y), fz = Math.Floor(z);
        double tx = Fade(x - fx), ty = Fade(y - fy), tz = Fade(z - fz);
        int i = (int)fx, j = (int)fy, k = (int)fz;
        double near = Mix(Mix(Value(i, j, k), Value(i + 1, j, k), tx), Mix(Value(i, j + 1, k), Value(i + 1, j + 1, k), tx), ty);
        double far = Mix(Mix(Value(i, j, k + 1), Value(i + 1, j, k + 1), tx), Mix(Value(i, j + 1, k + 1), Value(i + 1, j + 1, k + 1), tx), ty);
        return Mix(near, far, tz);
    }

    /// <summary>Several octaves, each half as strong and twice as fine.</summary>
    public static double Octaves(double x, double y, double z, int octaves)
    {
        double sum = 0, strength = 0.5;
        for (int o = 0; o < octaves; o++)
        {
            sum += strength * At(x, y, z);
            (x, y, z, strength) = (2.03 * x, 2.03 * y, 2.03 * z, 0.5 * strength);
        }

        return sum;
    }

    private static double Fade(double t) => t * t * (3 - 2 * t);

    private static double Mix(double a, double b, double t) => a + t * (b - a);

    private static double Value(int x, int y, int z)
    {
        uint h = unchecked((uint)(x * 374761393 + y * 668265263 + z * 1274126177));
        h = (h ^ (h >> 13)) * 1274126177u;
        return ((h ^ (h >> 16)) & 0xffff) / 32767.5 - 1;
    }
}
