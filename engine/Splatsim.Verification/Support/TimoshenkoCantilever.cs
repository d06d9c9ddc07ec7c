namespace Splatsim.Verification;

/// <summary>
/// A cantilever with shear and rotary inertia (Timoshenko 1921; shear factor of a rectangle 10 (1 + nu)/(12 + 11 nu), Cowper
/// 1966), per metre of depth.
/// </summary>
internal sealed class TimoshenkoCantilever(double length, double height, double youngsModulus, double poissonsRatio, double massDensity)
{
    private readonly double bending = youngsModulus * height * height * height / 12;
    private readonly double shear = 10 * (1 + poissonsRatio) / (12 + 11 * poissonsRatio) * youngsModulus / (2 * (1 + poissonsRatio)) * height;
    private readonly double line = massDensity * height;
    private readonly double rotary = massDensity * height * height * height / 12;

    /// <summary>Deflection of the tip under an acceleration across the beam [m].</summary>
    public double TipDeflection(double acceleration)
    {
        double load = line * acceleration;
        return load * Math.Pow(length, 4) / (8 * bending) + load * length * length / (2 * shear);
    }

    /// <summary>The first period [s]: the lowest frequency at which a motion clamped at the root leaves the tip free.</summary>
    public double FirstPeriod()
    {
        // Without shear and rotary inertia (1.8751 squared): an upper bound of the frequency.
        double bound = 3.51602 * Math.Sqrt(bending / line) / (length * length);
        double low = 0.5 * bound, high = 1.01 * bound;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            if (TipMoments(low) * TipMoments(middle) <= 0) high = middle;
            else low = middle;
        }

        return 2 * Math.PI / low;
    }

    // Determinant of (moment, shear force) at the tip for the two motions that start clamped with unit moment and unit force.
    private double TipMoments(double frequency)
    {
        double[] a = Shoot(frequency, 1, 0), b = Shoot(frequency, 0, 1);
        return a[2] * b[3] - b[2] * a[3];
    }

    // y = (deflection w, rotation r, moment M, force Q): w' = r + Q/S, r' = M/B, M' = -Q - rotary f^2 r, Q' = -line f^2 w.
    private double[] Shoot(double frequency, double moment, double force)
    {
        const int steps = 400;
        double h = length / steps, square = frequency * frequency;
        double[] Slope(double[] y) => [y[1] + y[3] / shear, y[2] / bending, -y[3] - rotary * square * y[1], -line * square * y[0]];
        double[] state = [0, 0, moment, force];
        for (int i = 0; i < steps; i++)
        {
            double[] k1 = Slope(state), k2 = Slope(Plus(state, k1, h / 2)), k3 = Slope(Plus(state, k2, h / 2)), k4 = Slope(Plus(state, k3, h));
            for (int j = 0; j < 4; j++) state[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
        }

        return state;
    }

    private static double[] Plus(double[] state, double[] slope, double factor) =>
        [.. state.Select((value, i) => value + factor * slope[i])];
}
