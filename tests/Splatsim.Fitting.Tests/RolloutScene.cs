using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Rendering;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Fitting.Tests;

/// <summary>A block of jelly that is thrown and seen by two cameras.</summary>
internal static class RolloutScene
{
    public const double Young = 800, FrameDuration = 0.04;

    private const int Width = 96, Height = 80;
    private const double CellSize = 0.1;

    public static readonly GaussianCloud Capture = Cloud();
    public static readonly double[] Places = Lattice();

    public static RolloutTask Pictures(double young, Vector3<Real64> velocity, Vector3<Real64> gravity)
    {
        Camera front = new() { Width = Width, Height = Height, Fx = 150, Fy = 150, Cx = Width / 2, Cy = Height / 2, Translation = new(0, 0, 1.5) };
        Camera side = front with { Rotation = Matrix3x3<Real64>.FromRows(new(0, 0, -1), new(0, 1, 0), new(1, 0, 0)) };
        double[] pattern = [.. Enumerable.Range(0, Width * Height * 3).Select(i => 0.5 + 0.4 * Math.Sin(0.15 * (i / 3 % Width) + 0.1 * (i / 3 / Width) + i % 3))];
        SquaredLoss color = new(new(Width, Height, 3, pattern));
        // The usual cut-off of 1/255 makes a splat's edge a small step, which differences feel when splats grow or move and derivatives
        // do not: held away here.
        RenderOptions options = new() { Background = new(0.2, 0.3, 0.4), AlphaMinimum = 1e-6, TransmittanceStop = 1e-6 };
        FrameView At(int frame, Camera camera) => new(frame, camera, [(FramePlane.Color, 100, color)]) { Options = options };
        return new(Setup(young, velocity, gravity), FrameDuration) { Views = [At(1, front), At(3, front), At(3, side)] };
    }

    public static SimulationSetup Setup(double young, Vector3<Real64> velocity, Vector3<Real64> gravity)
    {
        int count = Places.Length / 3;
        ParticleSet set = new(count);
        Places.CopyTo(set.X, 0);
        for (int p = 0; p < count; p++)
        {
            set.RestVolume[p] = Math.Pow(CellSize / 2, 3);
            set.Mass[p] = 1000 * set.RestVolume[p];
            (set.V[3 * p], set.V[3 * p + 1], set.V[3 * p + 2]) = (velocity.X.Value + 5 * Places[3 * p + 1], velocity.Y.Value, velocity.Z.Value);
        }

        Dictionary<string, double> jelly = new() { ["youngsModulus"] = young, ["poissonsRatio"] = 0.3 };
        return new()
        {
            Domain = GridDomain.Around(new(-0.7, -0.7, -0.7), new(0.7, 0.7, 0.7), CellSize),
            Particles = set,
            Materials = [new Material("jelly", Laws.Find("neo-hookean"), jelly, 1000)],
            Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, -0.25, 0), new(0, 1, 0))],
            Gravity = gravity,
            Tracers = Binding().Tracers,
            Backend = SimulationBackend.Reference,
            StepPolicy = StepPolicy.Automatic with { TimeStep = 2e-3 },
        };
    }

    public static SplatBinding Binding(GaussianCloud? cloud = null) =>
        SplatBinding.Create(BindingKind.Tracers, cloud ?? Capture, null, SceneFrame.Identity, Places, CellSize);

    private static double[] Lattice()
    {
        List<double> places = [];
        for (int i = -3; i <= 3; i++)
            for (int j = -3; j <= 3; j++)
                for (int k = -3; k <= 3; k++) places.AddRange([i * CellSize / 2, j * CellSize / 2, k * CellSize / 2]);
        return [.. places];
    }

    // Apart from each other in both pictures: where splats trade places in depth, differences see a jump.
    public static GaussianCloud Cloud()
    {
        GaussianCloud cloud = new(4, 0);
        for (int i = 0; i < cloud.Count; i++)
        {
            float x = i % 2 == 0 ? 0.09f : -0.09f, y = i < 2 ? 0.09f : -0.09f;
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = (x, y, x * y > 0 ? 0.09f : -0.09f);
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) = (1, 0.3f, 0.2f * i, -0.4f);
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (-3.4f, -3.6f, -3.9f);
            cloud.OpacityLogit[i] = 1 - 0.3f * i;
            for (int c = 0; c < 3; c++) cloud.Sh(0, c)[i] = 1.2f * MathF.Sin(2 * c + i);
        }

        return cloud;
    }
}
