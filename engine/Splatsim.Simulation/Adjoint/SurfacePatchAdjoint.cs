using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of surface tension on one patch of nodes: from derivatives by their accelerations to those by the masses in and around it, by the
/// coefficient and by the liquid's density. The stages of <see cref="SurfaceTensionPatch{T}"/> last to first; what is linear by its transpose,
/// the formulas at a node traced.
/// </summary>
/// <param name="coefficient">sigma [N/m].</param>
/// <param name="density">rho [kg/m^3], positive.</param>
/// <param name="cellSize">dx [m].</param>
internal sealed class SurfacePatchAdjoint(double coefficient, double density, double cellSize)
{
    /// <summary>Masses that a patch depends on.</summary>
    public const int MassCount = Width * Width * Width;

    /// <summary>Accelerations of a patch.</summary>
    public const int NodeCount = Nodes * Nodes * Nodes;

    private const int Width = SurfaceTensionPatch<Real64>.Width, Nodes = SurfaceTensionPatch<Real64>.Nodes;

    // One node further along x, y, z.
    private static readonly int[] Strides = [Width * Width, Width, 1];

    private readonly SurfaceTensionPatch<Real64> patch = new();
    private readonly Vector3<Real64>[] byNormals = new Vector3<Real64>[MassCount];
    private readonly double[] byMagnitudes = new double[MassCount], byColors = new double[MassCount], spare = new double[MassCount];
    private readonly double perFullNode = 1 / (density * cellSize * cellSize * cellSize), perCoefficient = 2 / (density * cellSize * cellSize);
    private readonly double strength = 2 * coefficient / (density * cellSize * cellSize);

    /// <summary>By the coefficient in the last patch.</summary>
    public double ByCoefficient { get; private set; }

    /// <summary>By the density in the last patch.</summary>
    public double ByDensity { get; private set; }

    /// <summary>Reverses a patch.</summary>
    /// <param name="masses">Masses by <see cref="SurfaceTensionPatch{T}.Index"/> [kg].</param>
    /// <param name="byAccelerations">Derivatives by the accelerations, node by node, shape [4, 4, 4, 3].</param>
    /// <param name="byMasses">Receives the derivatives by the masses.</param>
    /// <returns>False where nothing depends on anything: what receives is as it was.</returns>
    public bool Reverse(ReadOnlySpan<double> masses, ReadOnlySpan<double> byAccelerations, Span<double> byMasses)
    {
        (ByCoefficient, ByDensity) = (0, 0);
        if (byAccelerations.IndexOfAnyExcept(0.0) < 0) return false;
        for (int i = 0; i < MassCount; i++) patch.Colors[i] = SurfaceTensionForces.Color<Real64>(masses[i], perFullNode);
        if (!patch.Prepare()) return false;
        Array.Clear(byNormals);
        Array.Clear(byMagnitudes);
        Array.Clear(byColors);
        double byStrength = ReverseAccelerations(byAccelerations);
        ReverseNormals();
        foreach (int stride in (ReadOnlySpan<int>)[1, Width, Width * Width]) ReverseSmooth(stride);
        double byPerFullNode = 0;
        for (int i = 0; i < MassCount; i++)
        {
            // A full node has the same colour whatever more it gets.
            bool isFull = masses[i] * perFullNode >= 1;
            byMasses[i] = isFull ? 0 : perFullNode * byColors[i];
            if (!isFull) byPerFullNode += masses[i] * byColors[i];
        }

        ByCoefficient = byStrength * perCoefficient;
        ByDensity = -(byStrength * strength + byPerFullNode * perFullNode) / density;
        return true;
    }

    // The formula at every node, and the differences in it.
    private double ReverseAccelerations(ReadOnlySpan<double> byAccelerations)
    {
        double byStrength = 0;
        Trace trace = Trace.Current;
        for (int i = 0; i < NodeCount; i++)
        {
            Vector3<Real64> bar = new(byAccelerations[3 * i], byAccelerations[3 * i + 1], byAccelerations[3 * i + 2]);
            if (!(bar.LengthSquared.Value > 0)) continue;
            int at = SurfaceTensionPatch<Real64>.Index(i / (Nodes * Nodes), i / Nodes % Nodes, i % Nodes);
            trace.Clear();
            Traced color = trace.Input(patch.Colors[at].Value), divergence = trace.Input(patch.DivergenceAt(at).Value), factor = trace.Input(strength);
            Vector3<Traced> normal = trace.Input(patch.Normals[at]), gradient = trace.Input(patch.MagnitudeGradientAt(at));
            trace.Seed(SurfaceTensionForces.Acceleration(color, normal, gradient, divergence, factor), bar);
            trace.Reverse();
            byColors[at] += trace.Of(color);
            byStrength += trace.Of(factor);
            byNormals[at] += trace.Of(normal);
            double half = 0.5 * trace.Of(divergence);
            for (int axis = 0; axis < 3; axis++)
            {
                byNormals[at + Strides[axis]] += new Real64(half) * Axes.Unit<Real64>(axis);
                byNormals[at - Strides[axis]] -= new Real64(half) * Axes.Unit<Real64>(axis);
            }

            Vector3<Real64> halves = new Real64(0.5) * trace.Of(gradient);
            Spread(halves, at, byMagnitudes);
        }

        return byStrength;
    }

    private void ReverseNormals()
    {
        Trace trace = Trace.Current;
        for (int at = 0; at < MassCount; at++)
        {
            if (byMagnitudes[at] != 0)
            {
                trace.Clear();
                Vector3<Traced> normal = trace.Input(patch.Normals[at]);
                trace.Seed(Norms.Safe(in normal), byMagnitudes[at]);
                trace.Reverse();
                byNormals[at] += trace.Of(normal);
            }

            // Those that nothing has read are 0, those at the patch's ends among them.
            if (byNormals[at].LengthSquared.Value > 0) Spread(new Real64(0.5) * byNormals[at], at, byColors);
        }
    }

    // The transpose of a difference along each axis.
    private static void Spread(Vector3<Real64> halves, int at, double[] to)
    {
        ReadOnlySpan<double> along = [halves.X.Value, halves.Y.Value, halves.Z.Value];
        for (int axis = 0; axis < 3; axis++)
        {
            to[at + Strides[axis]] += along[axis];
            to[at - Strides[axis]] -= along[axis];
        }
    }

    // The transpose of a smoothing, whose ends keep what they have.
    private void ReverseSmooth(int stride)
    {
        Array.Clear(spare);
        for (int i = 0; i < MassCount; i++)
        {
            double bar = byColors[i];
            if (bar == 0) continue;
            if (i / stride % Width is 0 or Width - 1)
            {
                spare[i] += bar;
                continue;
            }

            spare[i - stride] += 0.25 * bar;
            spare[i] += 0.5 * bar;
            spare[i + stride] += 0.25 * bar;
        }

        spare.CopyTo(byColors, 0);
    }
}
