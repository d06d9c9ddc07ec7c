using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Ties the splats that move to a simulation: says which tracers it needs, and turns its state into moved splats.
/// </summary>
/// <remarks>
/// Splats that are particles too (<see cref="BindingKind.Particles"/>) are carried by tracers as well: a tracer at a
/// particle's place goes where it goes, and has the total gradient that a plastic particle forgets.
/// </remarks>
public sealed class SplatBinding
{
    /// <summary>Neighbours that a splat follows when it is bound to the nearest particles.</summary>
    public const int DefaultNeighbourCount = 8;

    private readonly WorkerPool? pool;
    private readonly double[] points;
    private readonly double[] gradients;
    private readonly int[] tracerRows;
    private readonly int[] followerRows;
    private readonly NearestParticles? nearest;
    private readonly double[] nearestPoints;
    private readonly double[] nearestGradients;
    private readonly double[] tracerPositions;
    private readonly double[] ownerOffsets;
    private readonly MatterCells matter = new();
    private readonly bool[] stranded;
    private readonly double[] bodies;
    private readonly int[] owners;
    private readonly int emitted;
    private ParticleSet? state;
    private int partingCount;

    private SplatBinding(
        GaussianCloud cloud, int[]? indices, SceneFrame frame, double[] particles, double reach, SplatBindingOptions options)
    {
        pool = options.Pool;
        Transport = new SplatTransport(cloud, indices, frame, options.Clamp, options.Pool);
        int count = Transport.Splats.Count;
        points = new double[3 * count];
        gradients = new double[9 * count];
        for (int row = 0; row < count; row++)
        {
            Vector3<Real64> mean = frame.ToSimulation(cloud.MeanOf(indices?[row] ?? row));
            (points[3 * row], points[3 * row + 1], points[3 * row + 2]) = (mean.X.Value, mean.Y.Value, mean.Z.Value);
        }

        emitted = options.EmittedCount;
        if (emitted < 0 || emitted > count || 3 * emitted > particles.Length)
            throw new ArgumentException($"{emitted} emitted splats of {count} for {particles.Length / 3} particles", nameof(options));
        bodies = particles[..(particles.Length - 3 * emitted)];
        owners = new int[count - emitted];
        (tracerRows, followerRows) = Split(points, bodies, reach, owners, pool ?? WorkerPool.Shared);
        tracerPositions = Pick(points, tracerRows);
        stranded = new bool[tracerRows.Length];
        ownerOffsets = new double[tracerPositions.Length];
        for (int i = 0; i < ownerOffsets.Length; i++) ownerOffsets[i] = tracerPositions[i] - bodies[3 * owners[tracerRows[i / 3]] + i % 3];
        nearest = followerRows.Length == 0 ? null : new NearestParticles(Pick(points, followerRows), bodies.ToArray(), options.NeighbourCount, pool);
        nearestPoints = new double[3 * followerRows.Length];
        nearestGradients = new double[9 * followerRows.Length];
    }

    /// <summary>The moved splats and how they are made.</summary>
    public SplatTransport Transport { get; }

    /// <summary>The moved splats; the same object in every frame.</summary>
    public DeformedSplats Splats => Transport.Splats;

    /// <summary>The tracers that the simulation must carry (<see cref="SimulationSetup.Tracers"/>); null for none.</summary>
    public TracerSet? Tracers => tracerRows.Length == 0 ? null : TracerSet.At(tracerPositions);

    /// <summary>Splats that follow their nearest particles: all, or those too far from matter for a tracer.</summary>
    public int FollowerCount => followerRows.Length;

    /// <summary>Total deformation gradients by row at the last <see cref="Update"/>, row-major, shape [9 N].</summary>
    internal double[] Gradients => gradients;

    /// <summary>Positions of the particles that are not emitted ones, at the last <see cref="Update"/> where splats follow them [m].</summary>
    internal double[] Bodies => bodies;

    /// <summary>Row of each tracer's splat.</summary>
    internal int[] TracerRows => tracerRows;

    /// <summary>Place of each tracer's splat at rest, from the particle that is nearest then [m], shape [3 N].</summary>
    internal double[] OwnerOffsets => ownerOffsets;

    /// <summary>Row of each splat that follows its nearest particles.</summary>
    internal int[] FollowerRows => followerRows;

    /// <summary>What they follow; null where none does.</summary>
    internal NearestParticles? Nearest => nearest;

    /// <summary>The last rows, which are emitted particles'.</summary>
    internal int EmittedCount => emitted;

    /// <summary>
    /// Splats that matter had left behind at the last <see cref="Update"/>: no particle is near their tracer, and they are drawn with the
    /// particle that was nearest at rest.
    /// </summary>
    public int StrandedCount { get; private set; }

    /// <summary>
    /// Binds splats. Tracers farther than one cell from every particle would find no velocity on the grid and stay
    /// behind; those follow their nearest particles instead.
    /// </summary>
    /// <param name="kind">Who carries them. For <see cref="BindingKind.Particles"/> make the particles by <see cref="SplatParticles"/>.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="indices">The splats that move, ascending; null for all.</param>
    /// <param name="frame">Where simulation space lies.</param>
    /// <param name="particles">All particles at rest [m], shape [3M], in the simulation's order.</param>
    /// <param name="cellSize">Cell size of the simulation [m].</param>
    /// <param name="options">Clamp, neighbours, workers; null for the defaults.</param>
    /// <exception cref="ArgumentException">The indices do not fit the cloud, or there are too few particles to follow.</exception>
    public static SplatBinding Create(
        BindingKind kind, GaussianCloud cloud, int[]? indices, SceneFrame frame, double[] particles, double cellSize,
        SplatBindingOptions? options = null)
    {
        if (!(cellSize > 0)) throw new ArgumentException($"cell size {cellSize} must be positive", nameof(cellSize));
        double reach = kind == BindingKind.Nearest ? 0 : cellSize;
        return new SplatBinding(cloud, indices, frame, particles, reach, options ?? new());
    }

    /// <summary>Moves the splats to where the simulation is.</summary>
    /// <param name="simulator">A simulation of the particles and <see cref="Tracers"/> that this was bound to.</param>
    /// <exception cref="ArgumentException">The simulation has other tracers or particles.</exception>
    public void Update(ISimulator simulator)
    {
        if (tracerRows.Length > 0)
        {
            TracerSet now = simulator.Tracers;
            if (now.Count != tracerRows.Length)
                throw new ArgumentException($"the simulation has {now.Count} tracers, the binding {tracerRows.Length}; give it the binding's", nameof(simulator));
            Place(now.X, now.F, tracerRows);
        }

        if (state?.Count != simulator.ParticleCount) state = new ParticleSet(simulator.ParticleCount);
        simulator.CopyTo(state);
        if (tracerRows.Length > 0) FetchStranded(simulator, state);

        if (nearest is not null)
        {
            state.X.AsSpan(0, bodies.Length).CopyTo(bodies);
            if (simulator.PartingCount != partingCount) nearest.Part(simulator.AreParted, pool);
            partingCount = simulator.PartingCount;
            nearest.Follow(bodies, nearestPoints, nearestGradients, pool);
            Place(nearestPoints, nearestGradients, followerRows);
        }

        if (emitted > 0)
        {
            state.X.AsSpan(bodies.Length, 3 * emitted).CopyTo(points.AsSpan(3 * owners.Length));
            state.F.AsSpan(3 * bodies.Length, 9 * emitted).CopyTo(gradients.AsSpan(9 * owners.Length));
        }

        Transport.Update(points, gradients);
        Hide(simulator);
    }

    /// <summary>
    /// The reverse of the last <see cref="Update"/>: from a loss's derivatives by the moved splats to those by the state of the simulation.
    /// Hidden splats have none; which carrier a splat has is taken as given.
    /// </summary>
    /// <param name="bySplats">Derivatives by the moved splats, as a rasterizer's backward gives them.</param>
    /// <param name="result">Receives the derivatives; made for this simulation and these splats.</param>
    /// <exception cref="ArgumentException">A count is another one.</exception>
    public void UpdateAdjoint(DeformedSplats bySplats, SplatCarryGradient result)
    {
        if (state is null) throw new InvalidOperationException("the splats were not moved yet; call Update first");
        if (bySplats.Count != Splats.Count) throw new ArgumentException($"derivatives of {bySplats.Count} splats for {Splats.Count} that move", nameof(bySplats));
        if (result.State.Positions!.Length != 3 * state.Count || result.State.TracerPositions!.Length != 3 * tracerRows.Length
            || result.RestCovariances.Length != 6 * Splats.Count)
        {
            throw new ArgumentException(
                $"the gradient does not fit {state.Count} particles, {tracerRows.Length} tracers and {Splats.Count} splats; make one for them", nameof(result));
        }

        SplatBindingAdjoint.Update(this, bySplats, result);
    }

    /// <summary>From positions at rest in the simulation to the means of the splats that move, in splat space.</summary>
    /// <param name="byTracers">Derivatives by the tracers' initial positions [1/m], shape [tracers, 3].</param>
    /// <param name="byRestPositions">Sums of <see cref="SplatCarryGradient.RestPositions"/> over frames, shape [splats, 3].</param>
    /// <param name="byMeans">Receives the derivatives by the means [1/scene unit], shape [splats, 3].</param>
    public void MeansAdjoint(ReadOnlySpan<double> byTracers, ReadOnlySpan<double> byRestPositions, Span<double> byMeans)
    {
        byRestPositions.CopyTo(byMeans);
        for (int i = 0; i < tracerRows.Length; i++)
            for (int axis = 0; axis < 3; axis++) byMeans[3 * tracerRows[i] + axis] += byTracers[3 * i + axis];
        SceneFrame frame = Transport.Frame;
        Matrix3x3<Real64> back = (Real64)frame.MetersPerUnit * frame.Rotation.Transposed;
        for (int row = 0; row < Splats.Count; row++)
        {
            Vector3<Real64> mean = back * new Vector3<Real64>(byMeans[3 * row], byMeans[3 * row + 1], byMeans[3 * row + 2]);
            (byMeans[3 * row], byMeans[3 * row + 1], byMeans[3 * row + 2]) = (mean.X.Value, mean.Y.Value, mean.Z.Value);
        }
    }

    /// <summary>
    /// Hides the splats of particles that take no part: those not emitted yet, and those whose nearest particle at rest was removed.
    /// </summary>
    /// <param name="simulator">The simulation that this was bound to.</param>
    public void Hide(ISimulator simulator)
    {
        if (simulator.ActiveCount == simulator.ParticleCount) return;
        for (int row = 0; row < owners.Length; row++)
            if (!simulator.IsActive(owners[row])) Splats.Hide(row);
        for (int i = 0; i < emitted; i++)
            if (!simulator.IsActive(bodies.Length / 3 + i)) Splats.Hide(owners.Length + i);
    }

    /// <summary>Whether matter had left a tracer behind at the last <see cref="Update"/>.</summary>
    internal bool IsStranded(int tracer) => stranded[tracer];

    /// <summary>The particle that was nearest to a row's splat at rest.</summary>
    internal int OwnerOf(int row) => owners[row];

    /// <summary>The particle that each row is shown with: its own, or the nearest at rest.</summary>
    internal int[] OwnParticles() => [.. owners, .. Enumerable.Range(bodies.Length / 3, emitted)];

    // Where matter tears, a tracer can be left where no particle is: its velocity is 0 there, and it would hang in the air for good.
    private void FetchStranded(ISimulator simulator, ParticleSet particles)
    {
        matter.Fill(simulator, particles);
        StrandedCount = 0;
        for (int i = 0; i < tracerRows.Length; i++)
        {
            int row = tracerRows[i], owner = owners[row];
            stranded[i] = !matter.AreNear(new(points[3 * row], points[3 * row + 1], points[3 * row + 2])) && simulator.IsActive(owner);
            if (!stranded[i]) continue;
            StrandedCount++;
            ReadOnlySpan<double> f = particles.F.AsSpan(9 * owner, 9), offset = ownerOffsets.AsSpan(3 * i, 3);
            for (int axis = 0; axis < 3; axis++)
            {
                points[3 * row + axis] = particles.X[3 * owner + axis]
                    + f[3 * axis] * offset[0] + f[3 * axis + 1] * offset[1] + f[3 * axis + 2] * offset[2];
            }

            f.CopyTo(gradients.AsSpan(9 * row));
        }
    }

    private void Place(double[] fromPoints, double[] fromGradients, int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            fromPoints.AsSpan(3 * i, 3).CopyTo(points.AsSpan(3 * rows[i]));
            fromGradients.AsSpan(9 * i, 9).CopyTo(gradients.AsSpan(9 * rows[i]));
        }
    }

    private static (int[] Near, int[] Far) Split(
        double[] points, double[] particles, double reach, int[] owners, WorkerPool pool)
    {
        const int Chunk = 1024;
        int count = owners.Length;
        bool[] close = new bool[count];
        if (particles.Length > 0)
        {
            ParticleSearch search = new(particles);
            pool.Run((count + Chunk - 1) / Chunk, (chunk, _) =>
            {
                Span<int> found = stackalloc int[1];
                Span<double> squared = stackalloc double[1];
                for (int row = chunk * Chunk; row < Math.Min(count, (chunk + 1) * Chunk); row++)
                {
                    search.Nearest(points[3 * row], points[3 * row + 1], points[3 * row + 2], found, squared);
                    close[row] = reach > 0 && squared[0] <= reach * reach;
                    owners[row] = found[0];
                }
            });
        }

        int[] rows = [.. Enumerable.Range(0, count)];
        return (Array.FindAll(rows, row => close[row]), Array.FindAll(rows, row => !close[row]));
    }

    private static double[] Pick(double[] points, int[] rows)
    {
        double[] picked = new double[3 * rows.Length];
        for (int i = 0; i < rows.Length; i++) points.AsSpan(3 * rows[i], 3).CopyTo(picked.AsSpan(3 * i));
        return picked;
    }
}
