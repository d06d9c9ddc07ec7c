using System.Numerics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// On which sides of the thin walls the particles and tracers are. A side once taken is kept while the wall is within reach, so that who is
/// pressed into a wall is pushed back to where it came from.
/// </summary>
internal sealed class WallSides
{
    // Nothing moves 1.4 cells, what the reach has to spare, in so many substeps at the largest Courant number.
    private const int StillPeriod = 4;

    private readonly bool moves;
    private readonly uint[] savedNear;
    private readonly uint[] savedFront;

    public WallSides(ThinWalls walls, SimulationSetup setup)
    {
        Field = new(walls, setup.Domain);
        int count = walls.Count == 0 ? 0 : setup.Particles.Count + (setup.Tracers?.Count ?? 0);
        FirstOfBody = new int[setup.RigidBodies.Count];
        for (int b = 0; b < FirstOfBody.Length && walls.Count > 0; b++)
        {
            FirstOfBody[b] = count;
            if (setup.RigidBodies[b].Shape is { } form and not ThinShape) count += form.SurfacePoints(out _).Length / 3;
        }

        (Near, Front) = (new uint[count], new uint[count]);
        (savedNear, savedFront) = (new uint[count], new uint[count]);
        Any = walls.Count > 0;
        moves = setup.RigidBodies.Any(b => b.Shape is ThinShape) || setup.Boundaries.Any(b => b is Collider { Shape: ThinShape, MaximumSpeed: > 0 });
    }

    /// <summary>Memory of all sides [bytes].</summary>
    public long Bytes => 2 * sizeof(uint) * (long)Near.Length;

    /// <summary>Whether there are walls at all.</summary>
    public bool Any { get; }

    /// <summary>
    /// Whether sides are found in a substep: in all where walls move, now and then where they rest. It depends on nothing but the substep's
    /// number, so that a resumed run finds them in the same ones.
    /// </summary>
    /// <param name="substep">Its number.</param>
    public bool AreDue(long substep) => moves || substep % StillPeriod == 0;

    /// <summary>The walls and the nodes' sides.</summary>
    public WallField Field { get; }

    /// <summary>By free body: where its first point of the surface has its sides; those of thin bodies have none.</summary>
    public int[] FirstOfBody { get; }

    /// <summary>The walls near each particle, then each tracer, then each point of bodies: a bit per wall.</summary>
    public uint[] Near { get; }

    /// <summary>On whose front side it is, among these.</summary>
    public uint[] Front { get; }

    /// <summary>Brings the sides of a particle up to date with its place. Different ones may be updated by different threads.</summary>
    /// <param name="index">The particle, or the tracer or point of a body after all particles.</param>
    /// <param name="cells">Its position [cells].</param>
    /// <param name="candidates">The walls that it may be near.</param>
    public void Update(int index, Vector3<Real64> cells, uint candidates)
    {
        uint near = 0, front = Front[index];
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int wall = BitOperations.TrailingZeroCount(candidates) + 1;
            uint bit = 1u << (wall - 1);
            if (Field.SiteOf(wall, cells) is not { } site) continue;
            near |= bit;
            if ((Near[index] & bit) == 0) front = site.Height >= 0 ? front | bit : front & ~bit;
        }

        (Near[index], Front[index]) = (near, front & near);
    }

    /// <summary>A particle has been put somewhere else.</summary>
    public void Forget(int particle)
    {
        if (Any) (Near[particle], Front[particle]) = (0, 0);
    }

    /// <summary>Keeps what <see cref="Undo"/> goes back to.</summary>
    public void Mark()
    {
        Near.CopyTo(savedNear, 0);
        Front.CopyTo(savedFront, 0);
    }

    /// <summary>Goes back to the last mark.</summary>
    public void Undo()
    {
        savedNear.CopyTo(Near, 0);
        savedFront.CopyTo(Front, 0);
    }

    /// <summary>A copy of all sides.</summary>
    public (uint[] Near, uint[] Front) Copy() => ([.. Near], [.. Front]);

    /// <summary>Goes to a copy.</summary>
    public void Paste((uint[] Near, uint[] Front) copy)
    {
        copy.Near.CopyTo(Near, 0);
        copy.Front.CopyTo(Front, 0);
    }

    /// <summary>Writes all sides.</summary>
    public void Save(StateWriter target)
    {
        if (!Any) return;
        target.Write<int>("wall sides near", Array.ConvertAll(Near, n => (int)n));
        target.Write<int>("wall sides front", Array.ConvertAll(Front, f => (int)f));
    }

    /// <summary>Reads all sides.</summary>
    public void Restore(StateReader source)
    {
        if (!Any) return;
        Array.ConvertAll(source.Read<int>("wall sides near"), n => (uint)n).CopyTo(Near, 0);
        Array.ConvertAll(source.Read<int>("wall sides front"), f => (uint)f).CopyTo(Front, 0);
    }
}
