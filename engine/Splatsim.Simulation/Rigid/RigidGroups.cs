using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>All rigid bodies made of particles: one per rigid material.</summary>
internal sealed class RigidGroups
{
    private readonly RigidGroup[] groups;
    private readonly RigidGroup?[] groupOfTracer = [];
    private readonly TracerSet? tracers;
    private readonly (RigidGroup Group, int Chunk)[] chunks;
    private readonly Action<int, int> sum, write;
    private IRigidStore? store;

    public RigidGroups(SimulationSetup setup)
    {
        bool[] isRigid = [.. setup.Materials.Select(m => m.IsRigid)];
        RequireAlwaysThere(setup, isRigid);
        groups =
        [
            .. Enumerable.Range(0, setup.Particles.Count)
                .Where(p => isRigid[setup.Particles.Material[p]])
                .GroupBy(p => setup.Particles.Material[p])
                .OrderBy(g => g.Key)
                .Select(g => new RigidGroup(setup, g.Key, [.. g])),
        ];
        chunks = [.. groups.SelectMany(g => Enumerable.Range(0, g.Chunks).Select(c => (g, c)))];
        sum = (task, _) => chunks[task].Group.Sum(chunks[task].Chunk, store!);
        write = (task, _) => chunks[task].Group.Write(chunks[task].Chunk, store!);
        if (setup.Tracers is not { Carriers: int[] carriers } set) return;
        tracers = set;
        groupOfTracer = Array.ConvertAll(carriers, m => Array.Find(groups, g => g.Material == m));
    }

    /// <summary>How much heavier a body on a path is on the grid than its particles: nothing that it meets changes its path.</summary>
    public const double PathInertia = 1e4;

    /// <summary>The bodies.</summary>
    public IReadOnlyList<RigidGroup> Groups => groups;

    /// <summary>How they meet free thin colliders; null where there are none.</summary>
    public RigidCollisions? Collisions { get; set; }

    /// <summary>Whether there are any.</summary>
    public bool Any => groups.Length > 0;

    /// <summary>Mass on the grid over mass of the particles, by material.</summary>
    public static double MassFactor(Material material) => material is { IsRigid: true, Path: not null } ? PathInertia : 1;

    /// <summary>Replaces what the particles gathered by rigid motions.</summary>
    /// <param name="particles">The back end's particles.</param>
    /// <param name="work">The substep.</param>
    /// <param name="fields">The fields that contacts name.</param>
    /// <param name="pool">Who works; null for the caller alone. The result does not depend on it.</param>
    public void Step(IRigidStore particles, SubstepWork work, FieldTable fields, WorkerPool? pool)
    {
        store = particles;
        Each(sum, pool);
        if (Collisions is not null) Collisions.Step(groups, work, fields);
        else foreach (RigidGroup group in groups) group.Move(work, fields);
        Each(write, pool);
    }

    /// <summary>Gives all particles the motion of their bodies.</summary>
    public void Write(IRigidStore particles)
    {
        store = particles;
        Each(write, null);
    }

    /// <summary>Puts tracers that a body carries where it has brought them.</summary>
    public void CopyTo(TracerSet target)
    {
        for (int t = 0; t < groupOfTracer.Length; t++)
        {
            if (groupOfTracer[t] is not { } group) continue;
            Scalars.Write(group.Carry(tracers!.Position(t), out Matrix3x3<Real64> rotation), target.X.AsSpan(3 * t, 3));
            Matrix3x3<Real64> f = rotation * Scalars.ReadMatrix<Real64>(tracers.F.AsSpan(9 * t, 9));
            Scalars.Write(in f, target.F.AsSpan(9 * t, 9));
        }
    }

    /// <summary>All states as plain numbers: with the setup, all that a restart needs.</summary>
    public ActionState Save()
    {
        double[] reals = new double[RigidState.Reals * groups.Length];
        for (int i = 0; i < groups.Length; i++) groups[i].State.Write(reals.AsSpan(RigidState.Reals * i));
        return new([], reals);
    }

    /// <summary>Goes back to what <see cref="Save"/> returned.</summary>
    public void Restore(ActionState saved)
    {
        for (int i = 0; i < groups.Length; i++) groups[i].Restore(RigidState.Read(saved.Reals.AsSpan(RigidState.Reals * i)));
    }

    private static void RequireAlwaysThere(SimulationSetup setup, bool[] isRigid)
    {
        foreach (IParticleReserve reserve in setup.Events.OfType<IParticleReserve>())
        {
            for (int p = reserve.FirstParticle; p < reserve.FirstParticle + reserve.ParticleCount; p++)
            {
                if ((uint)p >= (uint)setup.Particles.Count || !isRigid[setup.Particles.Material[p]]) continue;
                throw new SimulationSetupException(
                    "Events", $"an emitter has particle {p}, which is part of the rigid body '{setup.Materials[setup.Particles.Material[p]].Name}'",
                    "emit matter that deforms; a rigid body is there from the start");
            }
        }
    }

    private void Each(Action<int, int> task, WorkerPool? pool)
    {
        if (pool is not null) pool.Run(chunks.Length, task);
        else for (int i = 0; i < chunks.Length; i++) task(i, 0);
    }
}
