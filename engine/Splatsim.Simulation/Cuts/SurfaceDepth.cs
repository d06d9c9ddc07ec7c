namespace Splatsim.Simulation;

/// <summary>
/// How deep a node lies in a piece of matter, from the masses around it: the gradient of the mass over the mass falls steadily from outside to
/// inside, whatever the density, also where the piece ends in the directions across.
/// </summary>
/// <remarks>
/// Of a half-space, the mass at a node of depth a is the integral F(a) of the transfer's quadratic B-spline up to a. What is looked up here is the
/// inverse of (F(a+1) - F(a-1))/2 over (F(a-1) + 4 F(a) + F(a+1))/6, which is what <see cref="PieceField"/> finds along the normal. Particles in a
/// lattice of two per cell are found up to 0.1 cells less deep than they are.
/// </remarks>
internal static class SurfaceDepth
{
    // Matter reaches nodes that it does not fill from 1.5 cells away; smoothed, from 2.5.
    private const double Farthest = -1.5, Deepest = 2.5;
    private const int Steps = 1000;
    private static readonly double[] Ratios = Table();

    /// <summary>The depth [cells], negative outside.</summary>
    /// <param name="ratio">Gradient of the mass towards the inside over the mass [1 per cell], both smoothed.</param>
    public static double Of(double ratio)
    {
        int low = 0, high = Steps;
        if (!(ratio < Ratios[low])) return Farthest;
        if (!(ratio > Ratios[high])) return Deepest;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Ratios[middle] > ratio) low = middle;
            else high = middle;
        }

        double part = (Ratios[low] - ratio) / (Ratios[low] - Ratios[high]);
        return DepthAt(low) + part * (DepthAt(high) - DepthAt(low));
    }

    /// <summary>The mass of a half-space at a node, over that of full space.</summary>
    /// <param name="depth">How deep in it the node is [cells].</param>
    public static double MassAt(double depth) => depth switch
    {
        <= -1.5 => 0,
        < -0.5 => (depth + 1.5) * (depth + 1.5) * (depth + 1.5) / 6,
        < 0.5 => 0.5 + 0.75 * depth - depth * depth * depth / 3,
        < 1.5 => 1 - (1.5 - depth) * (1.5 - depth) * (1.5 - depth) / 6,
        _ => 1,
    };

    private static double DepthAt(int step) => Farthest + (Deepest - Farthest) * step / Steps;

    private static double[] Table()
    {
        double[] ratios = new double[Steps + 1];
        // At the outer end only the next node has mass.
        ratios[0] = 3;
        for (int i = 1; i <= Steps; i++)
        {
            double a = DepthAt(i), below = MassAt(a - 1), above = MassAt(a + 1);
            ratios[i] = 3 * (above - below) / (below + 4 * MassAt(a) + above);
        }

        return ratios;
    }
}
