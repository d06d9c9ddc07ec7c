using System.Runtime.InteropServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// How much of the mass of nodes behind thin walls is that of rigid bodies. These meet free walls as a whole; what a free wall meets at a node is
/// the rest.
/// </summary>
/// <param name="sides">Who is on which side of the walls.</param>
/// <param name="domain">The grid.</param>
internal sealed class RigidShares(WallSides sides, GridDomain domain)
{
    // A rest that is no more than this of a node's mass is rounding of single precision.
    private const double Rounding = 1e-5;

    private readonly Dictionary<(int X, int Y, int Z, WallKey Key), double> masses = [];

    /// <summary>Finds the shares of bodies where they are before they move.</summary>
    public void Find(IReadOnlyList<RigidGroup> groups)
    {
        masses.Clear();
        Span<double> weights = stackalloc double[9];
        foreach (RigidGroup group in groups)
        {
            double factor = group.Path is null ? 1 : RigidGroups.PathInertia;
            for (int i = 0; i < group.Particles.Count; i++)
            {
                uint near = sides.Near[group.Particles[i]], front = sides.Front[group.Particles[i]];
                if (near == 0) continue;
                Vector3<Real64> cells = domain.ToCells(group.State.Position + group.Turn * group.Offset(i));
                int x = Along(cells.X, weights), y = Along(cells.Y, weights[3..]), z = Along(cells.Z, weights[6..]);
                for (int n = 0; n < 27; n++)
                {
                    (int a, int b, int c) = (n / 9, n / 3 % 3, n % 3);
                    WallBlock block = sides.Field.BlockOf(x + a, y + b, z + c, out int node);
                    WallKey key = WallKey.Of(near, front, block.Front[node], block.Back[node]);
                    if (key.IsOwn) continue;
                    CollectionsMarshal.GetValueRefOrAddDefault(masses, (x + a, y + b, z + c, key), out _) +=
                        weights[a] * weights[3 + b] * weights[6 + c] * factor * group.MassOf(i);
                }
            }
        }
    }

    /// <summary>What of a node's mass a free wall meets; 0 where there is none [kg].</summary>
    /// <param name="x">The node along x.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    /// <param name="key">The walls between, and the side.</param>
    /// <param name="mass">All mass there [kg].</param>
    public double RestOf(int x, int y, int z, WallKey key, double mass)
    {
        if (!masses.TryGetValue((x, y, z, key), out double share)) return mass;
        return mass - share > Rounding * mass ? mass - share : 0;
    }

    private static int Along(Real64 at, Span<double> weights)
    {
        Real64 first = QuadraticBSpline.Base(at);
        QuadraticBSpline.Weights(at - first, out Real64 w0, out Real64 w1, out Real64 w2);
        (weights[0], weights[1], weights[2]) = (w0.Value, w1.Value, w2.Value);
        return (int)first.Value;
    }
}
