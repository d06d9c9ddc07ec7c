using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The directions from one piece to another at the nodes of a patch.</summary>
/// <remarks>
/// The difference of the gradients of the logarithms of both masses lacks what they have in common: ends in directions across the cut are a common
/// factor of both. It is summed over the 5^3 nodes around with the square of the product of the masses as weight, so that the surface inside counts
/// more than corners at its rim. Where one piece ends before the other does, on a larger one, the sum is still aslant there by some 10 degrees;
/// but then the gradient of the larger one has the same direction all around, and that of the smaller one turns at its rim: the normal is
/// that of the one that is flat alone.
/// </remarks>
internal sealed class PieceNormals
{
    private const int Fine = PiecePatch.FieldWidth, Nodes = PiecePatch.Nodes, Window = Fine - Nodes + 1;

    // Length of the sum of gradients over the sum of their lengths: 1 of a half-space (0.999 where the lattice lies askew to the grid), 0.955 to 0.99 within
    // two cells of a rim.
    private const double Flat = 0.995, Turning = 0.99;

    private readonly Directions[] ofFirst = new Directions[Fine * Fine * Fine], ofSecond = new Directions[Fine * Fine * Fine];

    /// <summary>Finds the normals between two pieces at all nodes.</summary>
    public void Find(PieceField first, PieceField second)
    {
        for (int i = 0; i < ofFirst.Length; i++)
        {
            double a = first.Smooth[i], b = second.Smooth[i], both = a * b;
            ofFirst[i] = Directions.Of(new Real64(-both * b) * first.Gradient[i]);
            ofSecond[i] = Directions.Of(new Real64(both * a) * second.Gradient[i]);
        }

        Sum(ofFirst);
        Sum(ofSecond);
    }

    /// <summary>Unit vector from the first piece to the second at a node of the patch; zero where there is no direction.</summary>
    public Vector3<Real64> At(int node)
    {
        int at = node / (Nodes * Nodes) * Fine * Fine + node / Nodes % Nodes * Fine + node % Nodes;
        ref readonly Directions first = ref ofFirst[at], second = ref ofSecond[at];
        Vector3<Real64> both = first.Sum + second.Sum;
        double a = first.Flatness, b = second.Flatness;
        if (a > Flat && b < Turning) both = first.Sum;
        if (b > Flat && a < Turning) both = second.Sum;
        double length = both.Length.Value;
        return length > 1e-9 * (first.Lengths + second.Lengths) ? new Real64(1 / length) * both : default;
    }

    // Over 5 nodes along each axis, in place: sums lie where their first node lay.
    private static void Sum(Directions[] values)
    {
        SumAlong(values, 1, Fine, Fine);
        SumAlong(values, Fine, Fine, Nodes);
        SumAlong(values, Fine * Fine, Nodes, Nodes);
    }

    private static void SumAlong(Directions[] values, int stride, int first, int second)
    {
        // The other two axes, the slower one first; those summed already are short.
        int slow = stride == Fine * Fine ? Fine : Fine * Fine, fast = stride == 1 ? Fine : 1;
        for (int i = 0; i < first; i++)
        {
            for (int j = 0; j < second; j++)
            {
                int at = i * slow + j * fast;
                for (int k = 0; k < Nodes; k++, at += stride)
                {
                    Directions sum = values[at];
                    for (int n = 1; n < Window; n++)
                    {
                        ref readonly Directions next = ref values[at + n * stride];
                        sum = new(sum.Sum + next.Sum, sum.Lengths + next.Lengths);
                    }

                    values[at] = sum;
                }
            }
        }
    }

    private readonly struct Directions(Vector3<Real64> sum, double lengths)
    {
        public readonly Vector3<Real64> Sum = sum;
        public readonly double Lengths = lengths;

        public double Flatness => Lengths > 0 ? Sum.Length.Value / Lengths : 0;

        public static Directions Of(Vector3<Real64> value) => new(value, value.Length.Value);
    }
}
