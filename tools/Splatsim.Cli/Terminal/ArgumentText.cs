using System.Globalization;
using Splatsim.Mathematics;

namespace Splatsim.Cli;

/// <summary>Reads the small notations of command-line options.</summary>
internal static class ArgumentText
{
    /// <summary>Numbers separated by commas.</summary>
    public static double[] Numbers(string option, string text, int count)
    {
        string[] parts = text.Split(',');
        double[] values = new double[parts.Length];
        bool valid = parts.Length == count;
        for (int i = 0; i < parts.Length; i++)
            valid &= double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) && double.IsFinite(values[i]);
        return valid
            ? values
            : throw new UsageException($"{option} \"{text}\": expected {count} numbers separated by commas, such as {string.Join(",", Enumerable.Range(1, count))}");
    }

    /// <summary>A vector x,y,z.</summary>
    public static Vector3<Real64> Vector(string option, string text)
    {
        double[] v = Numbers(option, text, 3);
        return new(v[0], v[1], v[2]);
    }

    /// <summary>Rotations such as x:90 or x:90;y:-30, applied in order [degrees].</summary>
    public static Matrix3x3<Real64> Rotation(string option, string text)
    {
        Matrix3x3<Real64> rotation = Matrix3x3<Real64>.Identity;
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split(':');
            Vector3<Real64>? axis = sides[0].Trim() switch
            {
                "x" => new Vector3<Real64>(1, 0, 0),
                "y" => new Vector3<Real64>(0, 1, 0),
                "z" => new Vector3<Real64>(0, 0, 1),
                _ => null,
            };
            if (axis is null || sides.Length != 2
                || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees))
                throw new UsageException($"{option} \"{part}\": expected an axis and degrees, such as x:90 or x:90;y:-30");
            rotation = Quaternion<Real64>.FromAxisAngle(axis.Value, degrees * Math.PI / 180).ToMatrix() * rotation;
        }

        return rotation;
    }

    /// <summary>A count such as 50000, or a share such as 25%.</summary>
    public static int CountOrShare(string option, string text, int total)
    {
        string number = text.TrimEnd('%');
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value > 0))
            throw new UsageException($"{option} \"{text}\": expected a count such as 50000, or a share such as 25%");
        return (int)Math.Clamp(text.EndsWith('%') ? total * value / 100 : value, 1, Math.Max(1, total));
    }
}
