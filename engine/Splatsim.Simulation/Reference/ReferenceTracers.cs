using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Massless points on the reference grid.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceTracers<T>
    where T : unmanaged, IReal<T>
{
    private readonly GridDomain domain;
    private readonly int first;
    private readonly T toCells;
    private readonly ReferenceTransfer<T>? general;
    private readonly Vector3<T>[] position;
    private readonly Matrix3x3<T>[] deformation;
    private readonly Vector3<T>[] savedPosition;
    private readonly Matrix3x3<T>[] savedDeformation;
    private SlowNodes<T>? followed;

    public ReferenceTracers(SimulationSetup setup, T toCells, ReferenceTransfer<T>? general)
    {
        domain = setup.Domain;
        first = setup.Particles.Count;
        this.toCells = toCells;
        this.general = general;
        int count = setup.Tracers?.Count ?? 0;
        position = new Vector3<T>[count];
        deformation = new Matrix3x3<T>[count];
        savedPosition = new Vector3<T>[count];
        savedDeformation = new Matrix3x3<T>[count];
        for (int p = 0; p < count; p++)
        {
            position[p] = Scalars.FromDouble<T>(setup.Tracers!.Position(p) - domain.Origin);
            deformation[p] = Scalars.ReadMatrix<T>(setup.Tracers.F.AsSpan(9 * p, 9));
        }
    }

    /// <summary>x += dt v and F += dt (grad v) F. A tracer outside the grid rests where it is: no matter carries it.</summary>
    public void Advance(ReferenceGrid<T> grid, ReferenceWalls<T> walls, ReferencePieces<T> pieces, T dt, T gradientScale)
    {
        for (int p = 0; p < position.Length; p++)
        {
            if (general is not null)
            {
                Vector3<T> cells = toCells * position[p];
                if (!general.Holds(cells)) continue;
                general.Gather(grid, cells, out TransferSample<T> sample);
                position[p] += dt * sample.Velocity;
                deformation[p] = (Matrix3x3<T>.Identity + dt * sample.Gradient) * deformation[p];
                continue;
            }

            if (!Stencil<T>.TryCreate(toCells * position[p], domain, out Stencil<T> stencil)) continue;
            Vector3<T> velocity;
            Matrix3x3<T> moment;
            if (walls.AreNear(first + p)) MovingLeastSquares<T>.Gather(grid, walls.NodesOf(first + p), in stencil, out velocity, out moment);
            else if (pieces.PieceOf(first + p) is > 0 and int piece) MovingLeastSquares<T>.Gather(grid, pieces.NodesOf(piece), in stencil, out velocity, out moment);
            else MovingLeastSquares<T>.Gather(grid, in stencil, out velocity, out moment);
            position[p] += dt * velocity;
            deformation[p] = (Matrix3x3<T>.Identity + (dt * gradientScale) * moment) * deformation[p];
        }
    }

    /// <summary>With local steps, tracers step with the slowest level; null lets them take every substep.</summary>
    public void Follow(SlowNodes<T>? nodes) => followed = position.Length > 0 ? nodes : null;

    /// <summary>Takes over the velocities of all nodes after a substep.</summary>
    public void Pull(ReferenceGrid<T> grid)
    {
        if (followed is null) return;
        foreach (int node in grid.Touched) followed.Paths.Add(node, T.Zero, grid.Velocity[node]);
    }

    /// <summary>Moves the tracers where the level's step has ended: x += d and F = (I + grad d) F.</summary>
    public void EndStep(ReferenceGrid<T> grid, StepLevel level, T dt, T gradientScale)
    {
        if (followed?.Level != level) return;
        for (int p = 0; p < position.Length; p++)
        {
            if (!Stencil<T>.TryCreate(toCells * position[p], domain, out Stencil<T> stencil)) continue;
            MovingLeastSquares<T>.Gather(grid, followed.Paths, in stencil, out Vector3<T> path, out Matrix3x3<T> moment);
            position[p] += dt * path;
            deformation[p] = (Matrix3x3<T>.Identity + (dt * gradientScale) * moment) * deformation[p];
        }

        followed.Clear();
    }

    /// <summary>Brings the sides of all tracers up to date; they are counted after the particles.</summary>
    public void FindSides(ReferenceWalls<T> walls)
    {
        for (int p = 0; p < position.Length; p++) walls.Update(first + p, toCells * position[p]);
    }

    public void Save()
    {
        position.CopyTo(savedPosition, 0);
        deformation.CopyTo(savedDeformation, 0);
    }

    public void Restore()
    {
        savedPosition.CopyTo(position, 0);
        savedDeformation.CopyTo(deformation, 0);
    }

    public void Save(StateWriter target)
    {
        target.Write<Vector3<T>>("tracer position", position);
        target.Write<Matrix3x3<T>>("tracer deformation", deformation);
    }

    public void Restore(StateReader source)
    {
        source.Read<Vector3<T>>("tracer position", position);
        source.Read<Matrix3x3<T>>("tracer deformation", deformation);
    }

    public (Vector3<T>[] Position, Matrix3x3<T>[] Deformation) Copy() => ([.. position], [.. deformation]);

    /// <summary>Room for a copy.</summary>
    public (Vector3<T>[] Position, Matrix3x3<T>[] Deformation) Empty() => (new Vector3<T>[position.Length], new Matrix3x3<T>[deformation.Length]);

    public void CopyTo((Vector3<T>[] Position, Matrix3x3<T>[] Deformation) target)
    {
        position.CopyTo(target.Position, 0);
        deformation.CopyTo(target.Deformation, 0);
    }

    public void Paste((Vector3<T>[] Position, Matrix3x3<T>[] Deformation) copy)
    {
        copy.Position.CopyTo(position, 0);
        copy.Deformation.CopyTo(deformation, 0);
    }

    public void CopyTo(TracerSet target)
    {
        for (int p = 0; p < position.Length; p++)
        {
            Scalars.Write(Scalars.ToDouble(position[p]) + domain.Origin, target.X.AsSpan(3 * p, 3));
            Scalars.Write(in deformation[p], target.F.AsSpan(9 * p, 9));
        }
    }
}
