using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The mass of one piece on a patch of nodes, smoothed, and its gradient.</summary>
/// <remarks>
/// Smoothed by (1, 4, 1)/6 along each axis; the gradient along an axis is the central difference, smoothed along the other two. Waves of all
/// directions then look alike up to the fourth order, so that a surface that lies askew to the grid has the normal that it has.
/// </remarks>
internal sealed class PieceField
{
    private const int Raw = PiecePatch.Width, Fine = PiecePatch.FieldWidth;

    private readonly double[] alongZ = new double[Raw * Raw * Fine], acrossZ = new double[Raw * Raw * Fine];
    private readonly double[] yz = new double[Raw * Fine * Fine], yDifference = new double[Raw * Fine * Fine], zDifference = new double[Raw * Fine * Fine];

    /// <summary>Masses [kg], [x][y][z] from three nodes before the patch on.</summary>
    public double[] Masses { get; } = new double[Raw * Raw * Raw];

    /// <summary>Smoothed masses [kg], from two nodes before the patch on.</summary>
    public double[] Smooth { get; } = new double[Fine * Fine * Fine];

    /// <summary>Gradients [kg per cell]; they point into the piece.</summary>
    public Vector3<Real64>[] Gradient { get; } = new Vector3<Real64>[Fine * Fine * Fine];

    /// <summary>Velocities at the patch's own nodes [m/s].</summary>
    public Vector3<Real64>[] Velocity { get; } = new Vector3<Real64>[PiecePatch.Nodes * PiecePatch.Nodes * PiecePatch.Nodes];

    /// <summary>Finds smoothed masses and gradients.</summary>
    public void Find()
    {
        for (int row = 0; row < Raw * Raw; row++)
        {
            for (int z = 0; z < Fine; z++)
            {
                int from = row * Raw + z;
                alongZ[row * Fine + z] = Smoothed(Masses[from], Masses[from + 1], Masses[from + 2]);
                acrossZ[row * Fine + z] = 0.5 * (Masses[from + 2] - Masses[from]);
            }
        }

        for (int x = 0; x < Raw; x++)
        {
            for (int i = 0; i < Fine * Fine; i++)
            {
                int from = x * Raw * Fine + i, to = x * Fine * Fine + i;
                yz[to] = Smoothed(alongZ[from], alongZ[from + Fine], alongZ[from + 2 * Fine]);
                yDifference[to] = 0.5 * (alongZ[from + 2 * Fine] - alongZ[from]);
                zDifference[to] = Smoothed(acrossZ[from], acrossZ[from + Fine], acrossZ[from + 2 * Fine]);
            }
        }

        const int step = Fine * Fine;
        for (int i = 0; i < Fine * step; i++)
        {
            Smooth[i] = Smoothed(yz[i], yz[i + step], yz[i + 2 * step]);
            Gradient[i] = new(
                0.5 * (yz[i + 2 * step] - yz[i]), Smoothed(yDifference[i], yDifference[i + step], yDifference[i + 2 * step]),
                Smoothed(zDifference[i], zDifference[i + step], zDifference[i + 2 * step]));
        }
    }

    private static double Smoothed(double before, double here, double after) => (before + 4 * here + after) * (1.0 / 6);
}
