using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>Derivatives of a loss by the forces on particles in one substep, block by block, so that no order of workers matters.</summary>
internal sealed class ParticleForceSums
{
    private ForceCotangents<Real64>[] sums = [];
    private int forces, owners;

    /// <summary>By the weight of each particle, per force on particles; null where all weigh the same.</summary>
    public double[]?[] ByWeights { get; set; } = [];

    /// <summary>Forgets the last substep.</summary>
    public void Begin(int forceCount, int ownerCount)
    {
        (forces, owners) = (forceCount, ownerCount);
        if (sums.Length < forces * owners) sums = new ForceCotangents<Real64>[forces * owners];
        Array.Clear(sums);
    }

    /// <summary>The sum of a force over the particles of a block.</summary>
    public ref ForceCotangents<Real64> Of(int force, int owner) => ref sums[owner * forces + force];

    /// <summary>The sum over all particles.</summary>
    public ForceCotangents<Real64> Total(int force)
    {
        ForceCotangents<Real64> total = default;
        for (int owner = 0; owner < owners; owner++) total.Add(in Of(force, owner));
        return total;
    }
}
