using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Applies forces with the one formula of <see cref="GridForces"/>, lanes at a time: to blocks of nodes, or to groups of particles on
/// their way from the gather to the scatter, so that a substep stays one visit to the particles.
/// </summary>
/// <typeparam name="TLanes">The register width.</typeparam>
internal sealed unsafe partial class ForceKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly List<GridForce<TLanes>> nodeForces = [];
    private readonly List<GridForce<TLanes>> particleForces = [];
    private readonly List<float[]> weights = [];
    private List<VectorField> fields = [];
    private float[] numbers = [];
    private float timeStep;

    /// <summary>Whether particles feel any.</summary>
    public bool ActsOnParticles => particleForces.Count > 0;

    /// <summary>The forces of a substep.</summary>
    public void Set(SubstepWork substep)
    {
        nodeForces.Clear();
        particleForces.Clear();
        weights.Clear();
        timeStep = (float)substep.TimeStep;
        fields = substep.Fields;
        if (numbers.Length < substep.Numbers.Count) numbers = new float[substep.Numbers.Count];
        for (int i = 0; i < substep.Numbers.Count; i++) numbers[i] = (float)substep.Numbers[i];
        foreach (ParticleWeights w in substep.Weights) weights.Add(w.Values);
        foreach (GridForce<Real64> force in substep.Forces)
            (force.Site == ForceSite.Nodes ? nodeForces : particleForces).Add(GridForce<TLanes>.From(in force));
    }

    /// <summary>Applies the nodes' forces to a block whose first node has the given indices.</summary>
    public void ApplyToNodes(float* nodes, int x, int y, int z)
    {
        if (nodeForces.Count == 0) return;
        float* rows = stackalloc float[7 * BlockVolume];
        for (int i = 0; i < BlockVolume; i++)
        {
            rows[i] = nodes[4 * i];
            rows[BlockVolume + i] = nodes[4 * i + 1];
            rows[2 * BlockVolume + i] = nodes[4 * i + 2];
            rows[3 * BlockVolume + i] = x + i / (BlockNodes * BlockNodes);
            rows[4 * BlockVolume + i] = y + i / BlockNodes % BlockNodes;
            rows[5 * BlockVolume + i] = z + i % BlockNodes;
            rows[6 * BlockVolume + i] = nodes[4 * i + 3];
        }

        LaneNumbers<TLanes> source = new(numbers, fields);
        foreach (GridForce<TLanes> force in nodeForces)
            for (int node = 0; node < BlockVolume; node += TLanes.LaneCount) Apply(in force, in source, rows + node);
        for (int i = 0; i < BlockVolume; i++)
        {
            // Nodes without mass stay at rest, as everywhere else.
            if (!(nodes[4 * i + 3] > 0)) continue;
            nodes[4 * i] = rows[i];
            nodes[4 * i + 1] = rows[BlockVolume + i];
            nodes[4 * i + 2] = rows[2 * BlockVolume + i];
        }
    }

    /// <summary>Applies the particles' forces to the velocities of a group.</summary>
    /// <param name="group">The group; its motion rows are changed.</param>
    /// <param name="identifiers">User index by particle, -1 in padding.</param>
    /// <param name="x">First node of the block along x.</param>
    /// <param name="y">First node of the block along y.</param>
    /// <param name="z">First node of the block along z.</param>
    public void ApplyToParticles(in ParticleGroup group, int* identifiers, int x, int y, int z)
    {
        float* lanes = stackalloc float[Lanes];
        LaneNumbers<TLanes> source = new(numbers, fields);
        Vector3<TLanes> origin = Origin(x, y, z);
        TLanes dt = TLanes.Broadcast(timeStep);
        for (int i = 0; i < group.Packets * Lanes; i += TLanes.LaneCount)
        {
            int at = (i >> 4) * Stride + (i & 15);
            float* state = group.State + at;
            float* v = group.Motion + at + Velocity;
            Read(state, v, in origin, out Vector3<TLanes> point, out Vector3<TLanes> velocity, out TLanes mass, out Mask<TLanes> heavy);
            foreach (GridForce<TLanes> force in particleForces)
            {
                TLanes weight = WeightOf(in force, heavy, identifiers + i, lanes);
                GridForces.Apply(in force, in source, point, mass, weight, dt, ref velocity);
            }

            velocity.X.Store(v);
            velocity.Y.Store(v + Lanes);
            velocity.Z.Store(v + 2 * Lanes);
        }
    }

    // Positions start half a cell above the first node.
    private static Vector3<TLanes> Origin(int x, int y, int z) => new(TLanes.Broadcast(x + 0.5f), TLanes.Broadcast(y + 0.5f), TLanes.Broadcast(z + 0.5f));

    // A register of particles; those without mass get one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read(
        float* state, float* v, in Vector3<TLanes> origin, out Vector3<TLanes> point, out Vector3<TLanes> velocity, out TLanes mass, out Mask<TLanes> heavy)
    {
        point = new(TLanes.Load(state) + origin.X, TLanes.Load(state + Lanes) + origin.Y, TLanes.Load(state + 2 * Lanes) + origin.Z);
        velocity = new(TLanes.Load(v), TLanes.Load(v + Lanes), TLanes.Load(v + 2 * Lanes));
        mass = TLanes.Load(state + Mass);
        heavy = mass > TLanes.Zero;
        mass = TLanes.Select(heavy, mass, TLanes.One);
    }

    // Padding and massless particles feel nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes WeightOf(in GridForce<TLanes> force, Mask<TLanes> heavy, int* identifiers, float* lanes)
    {
        TLanes weight = force.Weights < 0 ? TLanes.One : Gather(weights[force.Weights], identifiers, lanes);
        return TLanes.Select(heavy, weight, TLanes.Zero);
    }

    private static TLanes Gather(float[] values, int* identifiers, float* lanes)
    {
        for (int lane = 0; lane < TLanes.LaneCount; lane++) lanes[lane] = identifiers[lane] < 0 ? 0 : values[identifiers[lane]];
        return TLanes.Load(lanes);
    }

    private void Apply(in GridForce<TLanes> force, in LaneNumbers<TLanes> source, float* row)
    {
        Vector3<TLanes> velocity = new(TLanes.Load(row), TLanes.Load(row + BlockVolume), TLanes.Load(row + 2 * BlockVolume));
        Vector3<TLanes> node = new(
            TLanes.Load(row + 3 * BlockVolume), TLanes.Load(row + 4 * BlockVolume), TLanes.Load(row + 5 * BlockVolume));
        TLanes mass = TLanes.Load(row + 6 * BlockVolume);
        mass = TLanes.Select(mass > TLanes.Zero, mass, TLanes.One);
        GridForces.Apply(in force, in source, node, mass, TLanes.One, TLanes.Broadcast(timeStep), ref velocity);
        velocity.X.Store(row);
        velocity.Y.Store(row + BlockVolume);
        velocity.Z.Store(row + 2 * BlockVolume);
    }
}
