using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// The same forces in reverse.
internal sealed unsafe partial class ForceKernel<TLanes>
{
    private const int MostOnStack = 32;

    /// <summary>Forces on particles.</summary>
    public int ParticleForceCount => particleForces.Count;

    /// <summary>Forces on nodes.</summary>
    public int NodeForceCount => nodeForces.Count;

    /// <summary>The velocity of lanes of nodes after each force, and before the first.</summary>
    /// <param name="velocities">Receives the velocities before each force.</param>
    /// <param name="node">Indices of the nodes as numbers [cells].</param>
    /// <param name="mass">Masses [kg], positive.</param>
    /// <param name="velocity">Velocity; replaced.</param>
    public void ApplyToNodes(Span<Vector3<TLanes>> velocities, Vector3<TLanes> node, TLanes mass, ref Vector3<TLanes> velocity)
    {
        LaneNumbers<TLanes> source = new(numbers, fields);
        for (int f = 0; f < nodeForces.Count; f++)
        {
            velocities[f] = velocity;
            GridForce<TLanes> force = nodeForces[f];
            GridForces.Apply(in force, in source, node, mass, TLanes.One, TLanes.Broadcast(timeStep), ref velocity);
        }
    }

    /// <summary>The adjoint for lanes of nodes, last force to first.</summary>
    /// <param name="velocities">Velocities before each force.</param>
    /// <param name="node">Indices of the nodes as numbers [cells].</param>
    /// <param name="mass">Masses [kg], positive.</param>
    /// <param name="cotangent">Derivatives by the velocity after the forces; replaced by those by the velocity before.</param>
    /// <param name="byMass">Derivatives by the masses.</param>
    /// <param name="sums">Derivatives by the forces, added to.</param>
    public void ReverseNodes(
        ReadOnlySpan<Vector3<TLanes>> velocities, Vector3<TLanes> node, TLanes mass, ref Vector3<TLanes> cotangent, out TLanes byMass,
        Span<ForceCotangents<Real64>> sums)
    {
        LaneNumbers<TLanes> source = new(numbers, fields);
        byMass = TLanes.Zero;
        for (int f = nodeForces.Count - 1; f >= 0; f--)
        {
            GridForce<TLanes> force = nodeForces[f];
            ForceCotangents<TLanes> sum = default;
            GridForcesAdjoint.Apply(
                in force, in source, node, mass, TLanes.One, TLanes.Broadcast(timeStep), velocities[f], ref cotangent,
                out TLanes share, out _, out _, ref sum);
            byMass += share;
            AddLanes(in sum, ref sums[f]);
        }
    }

    /// <summary>The adjoint of <see cref="ApplyToParticles"/>: derivatives by the velocities after the forces become those by the velocities before.</summary>
    /// <param name="group">The group, with the velocities before the forces.</param>
    /// <param name="identifiers">User index by particle, -1 in padding.</param>
    /// <param name="x">First node of the block along x.</param>
    /// <param name="y">First node of the block along y.</param>
    /// <param name="z">First node of the block along z.</param>
    /// <param name="bars">Derivatives by the particles.</param>
    /// <param name="stride">Floats of a packet of derivatives.</param>
    /// <param name="sums">Rows of sums, of which the first is by mass.</param>
    /// <param name="sumStride">Numbers of a packet of sums.</param>
    /// <param name="byForces">Receives the derivatives by the forces.</param>
    /// <param name="owner">The block.</param>
    public void ReverseParticles(
        in ParticleGroup group, int* identifiers, int x, int y, int z, float* bars, int stride, double* sums, int sumStride,
        ParticleForceSums byForces, int owner)
    {
        float* lanes = stackalloc float[Lanes];
        LaneNumbers<TLanes> source = new(numbers, fields);
        int count = particleForces.Count;
        Span<Vector3<TLanes>> before = count <= MostOnStack ? stackalloc Vector3<TLanes>[count] : new Vector3<TLanes>[count];
        Span<TLanes> shares = count <= MostOnStack ? stackalloc TLanes[count] : new TLanes[count];
        Vector3<TLanes> origin = Origin(x, y, z);
        TLanes dt = TLanes.Broadcast(timeStep);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            float* state = group.State + at;
            float* v = group.Motion + at + Velocity;
            float* bar = bars + (i >> 4) * stride + (i & 15);
            Read(state, v, in origin, out Vector3<TLanes> point, out Vector3<TLanes> velocity, out TLanes mass, out Mask<TLanes> heavy);
            for (int f = 0; f < count; f++)
            {
                GridForce<TLanes> force = particleForces[f];
                before[f] = velocity;
                shares[f] = WeightOf(in force, heavy, identifiers + i, lanes);
                GridForces.Apply(in force, in source, point, mass, shares[f], dt, ref velocity);
            }

            float* b = bar + CotangentPackets.Velocity;
            Vector3<TLanes> cotangent = new(TLanes.Load(b), TLanes.Load(b + Lanes), TLanes.Load(b + 2 * Lanes));
            for (int f = count - 1; f >= 0; f--)
            {
                GridForce<TLanes> force = particleForces[f];
                ForceCotangents<TLanes> sum = default;
                GridForcesAdjoint.Apply(
                    in force, in source, point, mass, shares[f], dt, before[f], ref cotangent, out TLanes byMass, out Vector3<TLanes> byPoint,
                    out TLanes byWeight, ref sum);
                (TLanes.Load(bar) + byPoint.X).Store(bar);
                (TLanes.Load(bar + Lanes) + byPoint.Y).Store(bar + Lanes);
                (TLanes.Load(bar + 2 * Lanes) + byPoint.Z).Store(bar + 2 * Lanes);
                LaneSums.Add(TLanes.Select(heavy, byMass, TLanes.Zero), sums + (i >> 4) * sumStride + (i & 15));
                AddLanes(in sum, ref byForces.Of(f, owner));
                if (byForces.ByWeights[f] is { } target) Scatter(byWeight, identifiers + i, lanes, target);
            }

            cotangent.X.Store(b);
            cotangent.Y.Store(b + Lanes);
            cotangent.Z.Store(b + 2 * Lanes);
        }
    }

    private static void Scatter(TLanes values, int* identifiers, float* lanes, double[] target)
    {
        values.Store(lanes);
        for (int lane = 0; lane < TLanes.LaneCount; lane++)
            if (identifiers[lane] >= 0) target[identifiers[lane]] += lanes[lane];
    }

    private static void AddLanes(in ForceCotangents<TLanes> lanes, ref ForceCotangents<Real64> sum)
    {
        sum.Point += LaneSums.Total(lanes.Point);
        sum.Vector += LaneSums.Total(lanes.Vector);
        sum.Strength += LaneSums.Total(lanes.Strength);
        sum.Radius += LaneSums.Total(lanes.Radius);
        sum.Factor += LaneSums.Total(lanes.Factor);
    }
}
