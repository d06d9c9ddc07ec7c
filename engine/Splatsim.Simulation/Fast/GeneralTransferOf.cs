using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <inheritdoc/>
/// <typeparam name="TKernel">The weights.</typeparam>
/// <typeparam name="TScheme">What particles keep.</typeparam>
internal sealed unsafe class GeneralTransfer<TKernel, TScheme>(TransferOptions options, double cellSize) : GeneralTransfer
    where TKernel : struct, ITransferKernel
    where TScheme : struct, ITransferScheme
{
    private readonly TransferNumbers<Real32> numbers = TransferNumbers<Real32>.From(options);
    private readonly bool classic = options.Gradient == TransferGradient.KernelGradient;
    private readonly float momentScale = (float)(TKernel.InverseMoment / cellSize);
    private readonly float inverseCellSize = (float)(1 / cellSize);

    /// <inheritdoc/>
    public override bool NeedsVelocityBefore => TScheme.NeedsVelocityBefore;

    /// <inheritdoc/>
    public override int KernelNodes => TKernel.NodeCount;

    /// <inheritdoc/>
    public override ulong Outside(in ParticleGroup group, in BlockBounds bounds)
    {
        ulong outside = 0;
        for (int i = 0; i < group.Count; i++)
        {
            float* x = group.State + At(i);
            bool inside = Within(x[0], bounds.LowX, bounds.HighX) && Within(x[Lanes], bounds.LowY, bounds.HighY) && Within(x[2 * Lanes], bounds.LowZ, bounds.HighZ);
            if (!inside) outside |= 1UL << i;
        }

        return outside;
    }

    /// <inheritdoc/>
    public override void Scatter(in ParticleGroup group, double timeStep, GroupScratch scratch, float* arena, float* before)
    {
        for (int i = 0; i < group.Count; i++)
        {
            float* state = group.State + At(i);
            float* v = group.Motion + At(i) + Velocity;
            float* c = group.Transfer + At(i);
            float* t = scratch.Stress + i;
            Axis x = new(state[0]), y = new(state[Lanes]), z = new(state[2 * Lanes]);
            float mass = state[Mass], massCell = mass * (float)cellSize;
            // Sums over the nodes of (p + P d | m) w: what a particle brings, and its change per cell along x, y, z.
            Vector128<float> momentum = Vector128.Create(mass * v[0], mass * v[Lanes], mass * v[2 * Lanes], mass);
            Vector128<float> perX = massCell * Three(c, c + 3 * Lanes, c + 6 * Lanes);
            Vector128<float> perY = massCell * Three(c + Lanes, c + 4 * Lanes, c + 7 * Lanes);
            Vector128<float> perZ = massCell * Three(c + 2 * Lanes, c + 5 * Lanes, c + 8 * Lanes);
            float push = (float)(-timeStep * state[Volume]) * (classic ? inverseCellSize : momentScale);
            Vector128<float> pushX = push * Three(t, t + Group, t + 2 * Group);
            Vector128<float> pushY = push * Three(t + Group, t + 3 * Group, t + 4 * Group);
            Vector128<float> pushZ = push * Three(t + 2 * Group, t + 4 * Group, t + 5 * Group);
            int corner = Corner(in x, in y, in z);
            for (int a = 0; a < TKernel.NodeCount; a++)
            {
                for (int b = 0; b < TKernel.NodeCount; b++)
                {
                    int column = corner + a * ArenaX + b * ArenaY;
                    float wx = x.Weight[a], wy = y.Weight[b], wxy = wx * wy;
                    Vector128<float> inertia = momentum + x.Distance(a) * perX + y.Distance(b) * perY;
                    Vector128<float> force = classic
                        ? x.Slope[a] * wy * pushX + wx * y.Slope[b] * pushY
                        : x.Distance(a) * pushX + y.Distance(b) * pushY;
                    for (int k = 0; k < TKernel.NodeCount; k++)
                    {
                        float weight = wxy * z.Weight[k];
                        Vector128<float> brought = weight * (inertia + z.Distance(k) * perZ);
                        Vector128<float> pushed = classic
                            ? z.Weight[k] * force + wxy * z.Slope[k] * pushZ
                            : weight * (force + z.Distance(k) * pushZ);
                        float* node = arena + column + 4 * k;
                        (Vector128.Load(node) + brought + pushed).Store(node);
                        if (!TScheme.NeedsVelocityBefore) continue;
                        node = before + column + 4 * k;
                        (Vector128.Load(node) + brought).Store(node);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Gather(in ParticleGroup group, double timeStep, GroupScratch scratch, float* before)
    {
        float step = (float)(timeStep / cellSize);
        for (int i = 0; i < group.Count; i++)
        {
            float* state = group.State + At(i);
            Sample(state, scratch.Velocities, before, out TransferSample<Real32> sample);
            float* f = group.Deformation + At(i);
            sample.VolumeRatio = Read(f).Determinant;
            sample.TimeStep = new((float)timeStep);
            Vector3<Real32> velocity = new(new(state[Velocity]), new(state[Velocity + Lanes]), new(state[Velocity + 2 * Lanes]));
            TScheme.Update(in sample, in numbers, ref velocity, out Matrix3x3<Real32> affine, out Vector3<Real32> drift);
            (state[Velocity], state[Velocity + Lanes], state[Velocity + 2 * Lanes]) = (velocity.X.Value, velocity.Y.Value, velocity.Z.Value);
            Write(in affine, group.Transfer + At(i));
            Write(in sample.Gradient, group.Affine + At(i));
            Move(state, step, drift, i, scratch);
        }
    }

    /// <inheritdoc/>
    public override void Carry(in ParticleGroup group, in BlockBounds bounds, double timeStep, GroupScratch scratch)
    {
        float step = (float)(timeStep / cellSize);
        ulong moving = group.Real & ~Outside(in group, in bounds);
        for (; moving != 0; moving &= moving - 1)
        {
            int i = BitOperations.TrailingZeroCount(moving);
            float* state = group.State + At(i);
            Sample(state, scratch.Velocities, null, out TransferSample<Real32> sample);
            float* f = group.Deformation + At(i);
            Matrix3x3<Real32> deformation = (Matrix3x3<Real32>.Identity + new Real32((float)timeStep) * sample.Gradient) * Read(f);
            Write(in deformation, f);
            Move(state, step, sample.Velocity, i, scratch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int At(int i) => (i >> 4) * Stride + (i & 15);

    // Positions count from half a cell above a node.
    private static float BaseOf(float local) => TKernel.Base(new Real32(local) + new Real32(0.5f)).Value;

    private static bool Within(float local, float low, float high)
    {
        float node = BaseOf(local);
        return node >= low && node <= high;
    }

    private static int Corner(in Axis x, in Axis y, in Axis z) => (x.Base + 1) * ArenaX + (y.Base + 1) * ArenaY + (z.Base + 1) * 4;

    private static Vector128<float> Three(float* x, float* y, float* z) => Vector128.Create(*x, *y, *z, 0);

    private static void Move(float* state, float step, Vector3<Real32> drift, int i, GroupScratch scratch)
    {
        state[0] += step * drift.X.Value;
        state[Lanes] += step * drift.Y.Value;
        state[2 * Lanes] += step * drift.Z.Value;
        ref float lowest = ref scratch.Lowest[i & 15], highest = ref scratch.Highest[i & 15];
        lowest = Math.Min(lowest, Math.Min(state[0], Math.Min(state[Lanes], state[2 * Lanes])));
        highest = Math.Max(highest, Math.Max(state[0], Math.Max(state[Lanes], state[2 * Lanes])));
    }

    private void Sample(float* state, float* velocities, float* before, out TransferSample<Real32> sample)
    {
        sample = default;
        Axis x = new(state[0]), y = new(state[Lanes]), z = new(state[2 * Lanes]);
        int corner = Corner(in x, in y, in z);
        Vector128<float> velocity = default, alongX = default, alongY = default, alongZ = default, old = default;
        Vector128<float> slopeX = default, slopeY = default, slopeZ = default;
        for (int a = 0; a < TKernel.NodeCount; a++)
        {
            for (int b = 0; b < TKernel.NodeCount; b++)
            {
                float* column = velocities + corner + a * ArenaX + b * ArenaY;
                Vector128<float> sum = default, moment = default, slope = default;
                for (int k = 0; k < TKernel.NodeCount; k++)
                {
                    Vector128<float> node = Vector128.Load(column + 4 * k), weighted = z.Weight[k] * node;
                    sum += weighted;
                    moment += z.Distance(k) * weighted;
                    if (classic) slope += z.Slope[k] * node;
                    if (TScheme.NeedsVelocityBefore && before is not null)
                        old += x.Weight[a] * y.Weight[b] * z.Weight[k] * Vector128.Load(before + (column - velocities) + 4 * k);
                }

                float wx = x.Weight[a], wy = y.Weight[b];
                Vector128<float> part = wx * wy * sum;
                velocity += part;
                alongX += x.Distance(a) * part;
                alongY += y.Distance(b) * part;
                alongZ += wx * wy * moment;
                if (!classic) continue;
                slopeX += x.Slope[a] * wy * sum;
                slopeY += wx * y.Slope[b] * sum;
                slopeZ += wx * wy * slope;
            }
        }

        sample.Velocity = Vector(velocity);
        sample.Before = Vector(old);
        sample.Affine = Matrix3x3<Real32>.FromColumns(Vector(momentScale * alongX), Vector(momentScale * alongY), Vector(momentScale * alongZ));
        sample.Gradient = !classic
            ? sample.Affine
            : Matrix3x3<Real32>.FromColumns(Vector(inverseCellSize * slopeX), Vector(inverseCellSize * slopeY), Vector(inverseCellSize * slopeZ));
    }

    private static Vector3<Real32> Vector(Vector128<float> v) => new(new(v[0]), new(v[1]), new(v[2]));

    private static Matrix3x3<Real32> Read(float* m) => Matrix3x3<Real32>.FromRows(
        new(new(m[0]), new(m[Lanes]), new(m[2 * Lanes])),
        new(new(m[3 * Lanes]), new(m[4 * Lanes]), new(m[5 * Lanes])),
        new(new(m[6 * Lanes]), new(m[7 * Lanes]), new(m[8 * Lanes])));

    private static void Write(in Matrix3x3<Real32> m, float* to)
    {
        (to[0], to[Lanes], to[2 * Lanes]) = (m.M00.Value, m.M01.Value, m.M02.Value);
        (to[3 * Lanes], to[4 * Lanes], to[5 * Lanes]) = (m.M10.Value, m.M11.Value, m.M12.Value);
        (to[6 * Lanes], to[7 * Lanes], to[8 * Lanes]) = (m.M20.Value, m.M21.Value, m.M22.Value);
    }

    // The nodes of a particle along one axis.
    private ref struct Axis
    {
        public readonly int Base;
        public readonly Four Weight;
        public readonly Four Slope;
        private readonly float fraction;

        public Axis(float local)
        {
            float first = BaseOf(local);
            Base = (int)first;
            // In this order: local + 0.5 would round away what is left of a small coordinate.
            fraction = local - first + 0.5f;
            TKernel.Weights(new Real32(fraction), out AxisWeights<Real32> w);
            (Weight[0], Weight[1], Weight[2], Weight[3]) = (w.W0.Value, w.W1.Value, w.W2.Value, w.W3.Value);
            (Slope[0], Slope[1], Slope[2], Slope[3]) = (w.G0.Value, w.G1.Value, w.G2.Value, w.G3.Value);
        }

        public readonly float Distance(int node) => node - fraction;
    }

    [InlineArray(4)]
    private struct Four
    {
        private float first;
    }
}
