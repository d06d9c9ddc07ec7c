using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Matter that is let go layer by layer: everything along an axis from a first to a last position is held at rest, cut into layers of
/// equal thickness, and one layer after the other is released in equal times from the first position on.
/// </summary>
public sealed record LayerReleaseEvent : IParticleEvent
{
    /// <summary>A sequence of layers.</summary>
    /// <param name="axis">Direction along which positions count.</param>
    /// <param name="first">Position of the end that is released first [m].</param>
    /// <param name="last">Position of the end that is released last [m].</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="window">From the hold to the release of the last layer; the first layer goes one n-th after its start.</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public LayerReleaseEvent(Vector3<Real64> axis, double first, double last, int layers, TimeWindow window)
    {
        Axis = ForceChecks.Direction("LayerRelease.Axis", axis);
        First = ForceChecks.Finite("LayerRelease.First", first, "m");
        Last = ForceChecks.Finite("LayerRelease.Last", last, "m");
        if (layers < 1) throw new SimulationSetupException("LayerRelease.Layers", $"{layers}", "give at least 1");
        ForceChecks.Finite("LayerRelease.Window", window.End, "s");
        Layers = layers;
        Window = window;
    }

    /// <summary>Unit vector along which positions count.</summary>
    public Vector3<Real64> Axis { get; }

    /// <summary>Position of the end that is released first [m].</summary>
    public double First { get; }

    /// <summary>Position of the end that is released last [m].</summary>
    public double Last { get; }

    /// <summary>Number of layers.</summary>
    public int Layers { get; }

    /// <summary>From the hold to the release of the last layer.</summary>
    public TimeWindow Window { get; }

    /// <summary>
    /// Also holds what lies beyond the last position up to the same distance, as PhysGaussian does, mirrored about that position.
    /// </summary>
    public bool IsMirrored { get; init; }

    /// <summary>
    /// True: nodes under held particles rest too. False: particles are stopped before each transfer, as in PhysGaussian.
    /// </summary>
    public bool HoldsNodes { get; init; } = true;

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <summary>When matter at a position is released [s]; negative infinity where it is never held.</summary>
    /// <param name="position">Position along the axis at the start [m].</param>
    public double ReleaseTime(double position)
    {
        double length = Math.Abs(Last - First), fromLast = (Last - position) * Math.Sign(Last - First);
        if (IsMirrored) fromLast = Math.Abs(fromLast);
        if (!(length > 0) || fromLast < 0 || fromLast > length) return double.NegativeInfinity;
        // The layer at the first end is number 0; the border of two layers belongs to the later one.
        int layer = Math.Min((int)Math.Floor(Layers * (1 - fromLast / length) + 1e-9), Layers - 1);
        return Window.Start + (Window.End - Window.Start) * (layer + 1) / Layers;
    }

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(LayerReleaseEvent data) : IParticleAction
    {
        private int[]? held;
        private double[] releases = [];

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            if (held is null) Choose(particles);
            double middle = moment.Time + 0.5 * moment.TimeStep;
            if (middle < data.Window.Start || middle >= data.Window.End) return;
            for (int i = 0; i < held!.Length; i++)
            {
                if (middle >= releases[i]) continue;
                particles.SetVelocity(held[i], default, default);
                if (data.HoldsNodes) work.Holds.HoldAround(particles.PositionOf(held[i]), default(Vector3<Real64>));
            }
        }

        public ActionState Save() => ActionState.OfSelection(held, releases);

        public void Restore(ActionState saved) => (held, releases) = (saved.Selection(), saved.Reals);

        private void Choose(IParticleAccess particles)
        {
            List<int> found = [];
            List<double> times = [];
            for (int p = 0; p < particles.ParticleCount; p++)
            {
                double release = data.ReleaseTime(Vector3<Real64>.Dot(particles.PositionOf(p), data.Axis).Value);
                if (!particles.IsActive(p) || release <= data.Window.Start) continue;
                found.Add(p);
                times.Add(release);
            }

            (held, releases) = ([.. found], [.. times]);
        }
    }
}
