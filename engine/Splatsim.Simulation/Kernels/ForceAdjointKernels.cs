using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>The adjoint of forces at particles.</summary>
internal static class ForceAdjointKernels
{
    /// <summary>One force.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="force">The force.</param>
    /// <param name="numbers">What it refers to.</param>
    /// <param name="weights">One number per particle, by the user's index.</param>
    /// <param name="hasWeights">0: every particle has weight 1.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="velocities">Velocities before the force: three columns.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="byWeights">Takes the derivatives by the weights, by the user's index.</param>
    /// <param name="count">Number of particles that forces act on.</param>
    /// <param name="slot">Place of its sums.</param>
    /// <param name="parts">Takes the sums of the derivatives by the force's numbers.</param>
    public static void Apply(
        ParticleViews particles, GridViews grid, GridForce<Real32> force, ForceViews numbers, ArrayView<float> weights, int hasWeights,
        Real32 timeStep, ArrayView<float> velocities, CotangentViews bars, ArrayView<float> byWeights, int count, int slot, ArrayView<float> parts)
    {
        ArrayView<float> shared = GroupSums.Allocate();
        ForceCotangents<Real32> sum = default;
        ParticleViews before = particles;
        before.Data = velocities;
        for (int i = GroupSums.Thread; i < count; i += GroupSums.Threads)
        {
            Real32 mass = particles.Get(ParticleViews.Mass, i);
            if (!particles.IsActive(i) || !(mass.Value > 0)) continue;
            int p = particles.Identifier[i];
            long place = particles.Place[i];
            Vector3<Real32> first = new(new(grid.FirstX(place)), new(grid.FirstY(place)), new(grid.FirstZ(place)));
            Vector3<Real32> point = first + particles.GetVector(ParticleViews.X, i);
            Real32 weight = hasWeights != 0 ? new Real32(weights[p]) : Real32.One;
            Vector3<Real32> bar = bars.GetVector(p, CotangentViews.V);
            GridForcesAdjoint.Apply(
                in force, in numbers, point, mass, weight, timeStep, before.GetVector(0, i), ref bar,
                out Real32 byMass, out Vector3<Real32> byPoint, out Real32 byWeight, ref sum);
            bars.Set(p, CotangentViews.V, bar);
            bars.Set(p, CotangentViews.X, bars.GetVector(p, CotangentViews.X) + byPoint);
            bars.AddSum(p, CotangentViews.Mass, byMass);
            byWeights[p] = byWeight.Value;
        }

        Put(shared, parts, slot, in sum);
    }

    /// <summary>Sums derivatives by a force's numbers over a group.</summary>
    internal static void Put(ArrayView<float> shared, ArrayView<float> parts, int slot, in ForceCotangents<Real32> sum)
    {
        GroupSums.Put(shared, parts, slot, 0, sum.Point);
        GroupSums.Put(shared, parts, slot, 3, sum.Vector);
        GroupSums.Put(shared, parts, slot, 6, sum.Strength);
        GroupSums.Put(shared, parts, slot, 7, sum.Radius);
        GroupSums.Put(shared, parts, slot, 8, sum.Factor);
    }
}
