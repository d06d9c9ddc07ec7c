using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// The adjoint of rigid bodies made of particles, one particle a thread: what is said about particles is summed for their bodies, whose own step
/// the host reverses, and what that says of momenta goes back to the nodes that were gathered.
/// </summary>
internal static class RigidAdjointKernels
{
    /// <summary>
    /// Numbers of a sum: by position, velocity, angular velocity and rotation of the body after its step; momentum, angular momentum and the
    /// momenta's moments by offsets at the start, as gathered.
    /// </summary>
    public const int ByPosition = 0, ByVelocity = 3, BySpin = 6, ByTurn = 9, Momentum = 18, Angular = 21, Lever = 24, SumWidth = 33;

    /// <summary>Takes the derivatives by the particles, which become 0, and adds them up, one group per chunk, in fixed order.</summary>
    /// <param name="bodies">The bodies after their step.</param>
    /// <param name="adjoint">The reversal.</param>
    /// <param name="particles">The particles at the start of the substep.</param>
    /// <param name="slots">Place of each particle by the user's index.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="numbers">The numbers of the default transfer.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="sums">Takes <see cref="SumWidth"/> numbers per chunk.</param>
    public static void Sum(
        RigidViews bodies, RigidAdjointViews adjoint, ParticleViews particles, ArrayView<int> slots, GridViews grid, GeneralNumbers<Real32> numbers,
        CotangentViews bars, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(SumWidth * RigidKernels.GroupSize);
        int thread = Group.IdxX, chunk = Grid.IdxX;
        int i = bodies.Chunks[2 * chunk] + thread;
        for (int k = 0; k < SumWidth; k++) shared[k * RigidKernels.GroupSize + thread] = 0;
        if (i < bodies.Chunks[2 * chunk + 1])
        {
            int body = bodies.Bodies[i], p = bodies.Particles[i];
            Vector3<Real32> offset = bodies.Get(RigidViews.Offset, i), byVelocity = bars.GetVector(p, CotangentViews.V);
            Vector3<Real32> byPosition = bodies.InverseCellSize * bars.GetVector(p, CotangentViews.X);
            Matrix3x3<Real32> deformation = bodies.GetMatrix(RigidViews.Deformation, i), turn = bodies.TurnOf(body);
            Matrix3x3<Real32> byAffine = bars.GetMatrix(p, CotangentViews.C), byDeformation = bars.GetMatrix(p, CotangentViews.F), none = default;
            RigidParticlesAdjoint.Place(
                offset, in deformation, in turn, bodies.Pose(body, RigidViews.Spin), byPosition, byVelocity, in byAffine, in byDeformation,
                out Vector3<Real32> byOffset, out Matrix3x3<Real32> byOwn, out Matrix3x3<Real32> byTurn, out Vector3<Real32> bySpin);
            RigidKernels.Put(shared, ByPosition, thread, byPosition);
            RigidKernels.Put(shared, ByVelocity, thread, byVelocity);
            RigidKernels.Put(shared, BySpin, thread, bySpin);
            Put(shared, ByTurn, thread, in byTurn);
            adjoint.Add(RigidViews.Offset, bodies.Count, i, byOffset);
            adjoint.Add(RigidViews.Deformation, bodies.Count, i, byOwn.Row0);
            adjoint.Add(RigidViews.Deformation + 3, bodies.Count, i, byOwn.Row1);
            adjoint.Add(RigidViews.Deformation + 6, bodies.Count, i, byOwn.Row2);
            bars.Set(p, CotangentViews.X, default);
            bars.Set(p, CotangentViews.V, default);
            bars.Set(p, CotangentViews.C, in none);
            bars.Set(p, CotangentViews.F, in none);
            if (Gathered(in adjoint, in particles, in grid, in numbers, slots[p], out _, out TransferSample<Real32> sample))
            {
                Real32 mass = new(bodies.Data[(long)RigidViews.Mass * bodies.Count + i]);
                Vector3<Real32> momentum = mass * sample.Velocity;
                Vector3<Real32> angular = Vector3<Real32>.Cross(StartTurn(in bodies, in adjoint, body) * offset, momentum)
                    + (mass * bodies.AffineInertia) * RigidParticles.Axial(in sample.Affine);
                Matrix3x3<Real32> lever = Matrix3x3<Real32>.Outer(momentum, offset);
                RigidKernels.Put(shared, Momentum, thread, momentum);
                RigidKernels.Put(shared, Angular, thread, angular);
                Put(shared, Lever, thread, in lever);
            }
        }

        RigidKernels.Finish(shared, SumWidth, sums);
    }

    /// <summary>What the bodies' momenta say of what a particle has gathered, laid down for <see cref="TransferAdjointKernels.Collect{TKernel}"/>.</summary>
    /// <param name="index">Particle of a body.</param>
    /// <param name="bodies">The bodies.</param>
    /// <param name="adjoint">The reversal.</param>
    /// <param name="particles">The particles at the start of the substep.</param>
    /// <param name="slots">Place of each particle by the user's index.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="numbers">The numbers of the default transfer.</param>
    /// <param name="bars">The derivatives.</param>
    /// <param name="staged">Takes what they say.</param>
    public static void Answer(
        Index1D index, RigidViews bodies, RigidAdjointViews adjoint, ParticleViews particles, ArrayView<int> slots, GridViews grid,
        GeneralNumbers<Real32> numbers, CotangentViews bars, ArrayView<float> staged)
    {
        int slot = slots[bodies.Particles[index]];
        TakeAdjoint<Real32> take = default;
        if (Gathered(in adjoint, in particles, in grid, in numbers, slot, out NodeBlock<QuadraticKernel> block, out TransferSample<Real32> sample))
            Reverse(in bodies, in adjoint, in grid, in numbers, in bars, in block, in sample, index.X, out take);
        ParticleViews target = particles;
        target.Data = staged;
        target.Set(TransferAdjointKernels.Velocity, slot, take.Velocity);
        target.Set(TransferAdjointKernels.Moment, slot, in take.Moment);
    }

    /// <summary>The same, added to the nodes in any order.</summary>
    /// <param name="index">Particle of a body.</param>
    /// <param name="bodies">The bodies.</param>
    /// <param name="adjoint">The reversal.</param>
    /// <param name="particles">The particles at the start of the substep.</param>
    /// <param name="slots">Place of each particle by the user's index.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="numbers">The numbers of the default transfer.</param>
    /// <param name="bars">The derivatives.</param>
    public static void Scatter(
        Index1D index, RigidViews bodies, RigidAdjointViews adjoint, ParticleViews particles, ArrayView<int> slots, GridViews grid,
        GeneralNumbers<Real32> numbers, CotangentViews bars)
    {
        int slot = slots[bodies.Particles[index]];
        if (!Gathered(in adjoint, in particles, in grid, in numbers, slot, out NodeBlock<QuadraticKernel> block, out TransferSample<Real32> sample)) return;
        Reverse(in bodies, in adjoint, in grid, in numbers, in bars, in block, in sample, index.X, out TakeAdjoint<Real32> take);
        GridViews target = grid;
        target.Momentum = adjoint.ByMet;
        for (int n = 0; n < TransferAdjointKernels.Nodes<QuadraticKernel>(in numbers); n++)
        {
            int x = n / 9, y = n / 3 % 3, z = n % 3;
            take.At(in block.Nodes, 0, x, y, z, out Vector3<Real32> velocity, out _);
            target.AddAt(block.I + x, block.J + y, block.K + z, velocity, Real32.Zero);
        }
    }

    /// <summary>Adds what bodies say of velocities before contacts.</summary>
    /// <param name="index">Stored node.</param>
    /// <param name="grid">The grid, with derivatives in the place of momenta.</param>
    /// <param name="byMet">What they say, four numbers a node.</param>
    public static void Add(Index1D index, GridViews grid, ArrayView<float> byMet)
    {
        for (int k = 0; k < 3; k++) grid.Momentum[4L * index.X + k] += byMet[4L * index.X + k];
    }

    private static bool Gathered(
        in RigidAdjointViews adjoint, in ParticleViews particles, in GridViews grid, in GeneralNumbers<Real32> numbers, int slot,
        out NodeBlock<QuadraticKernel> block, out TransferSample<Real32> sample)
    {
        block = GeneralKernels.BlockOf<QuadraticKernel>(in particles, in grid, slot);
        sample = default;
        if (!block.IsInside) return false;
        GridViews met = grid;
        met.Velocity = adjoint.Met;
        GeneralKernels.Take<QuadraticKernel, CommonNodes>(in met, in numbers, default, in block, false, out sample);
        return true;
    }

    private static void Reverse(
        in RigidViews bodies, in RigidAdjointViews adjoint, in GridViews grid, in GeneralNumbers<Real32> numbers, in CotangentViews bars,
        in NodeBlock<QuadraticKernel> block, in TransferSample<Real32> sample, int i, out TakeAdjoint<Real32> take)
    {
        int body = bodies.Bodies[i], p = bodies.Particles[i];
        Matrix3x3<Real32> turn = StartTurn(in bodies, in adjoint, body);
        RigidParticlesAdjoint.Gather(
            turn * bodies.Get(RigidViews.Offset, i), new(bodies.Data[(long)RigidViews.Mass * bodies.Count + i]), bodies.AffineInertia, sample.Velocity,
            in sample.Affine, adjoint.AnswerOf(body, RigidAdjointViews.Momentum), adjoint.AnswerOf(body, RigidAdjointViews.Angular),
            out Vector3<Real32> byArm, out Real32 byMass, out Vector3<Real32> byVelocity, out Matrix3x3<Real32> byAffine);
        adjoint.Add(RigidViews.Offset, bodies.Count, i, turn.Transposed * byArm);
        adjoint.Own[(long)RigidViews.Mass * bodies.Count + i] += byMass.Value;
        TransferSample<Real32> bySample = default;
        bySample.Velocity = byVelocity;
        bySample.Affine = byAffine;
        take = TakeAdjoint<Real32>.Of(in bySample, in numbers);
        GridViews met = grid;
        met.Velocity = adjoint.Met;
        TransferAdjointKernels.AddPlaces<QuadraticKernel, ApicScheme, CommonNodes>(in met, in numbers, default, in block, ref take);
        bars.Set(p, CotangentViews.X, bars.GetVector(p, CotangentViews.X) + take.Cells);
    }

    private static Matrix3x3<Real32> StartTurn(in RigidViews bodies, in RigidAdjointViews adjoint, int body)
    {
        RigidViews start = bodies;
        start.Poses = adjoint.StartPoses;
        return start.TurnOf(body);
    }

    private static void Put(ArrayView<float> shared, int first, int thread, in Matrix3x3<Real32> value)
    {
        RigidKernels.Put(shared, first, thread, value.Row0);
        RigidKernels.Put(shared, first + 3, thread, value.Row1);
        RigidKernels.Put(shared, first + 6, thread, value.Row2);
    }
}
