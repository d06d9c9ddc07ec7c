using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>Chooses the time step of every frame from the materials that are present, or checks the user's own.</summary>
internal sealed class StepController
{
    // A frame that is a whole number of the user's steps up to rounding is cut into exactly those.
    private const double WholeTolerance = 1e-9;

    private readonly StepPolicy policy;
    private readonly double cellSize;
    private readonly double imposedSpeed;
    private double waveSpeed;
    private string stiffest = string.Empty;
    private double viscousStep = double.PositiveInfinity;
    private readonly double fallStep = double.PositiveInfinity;
    private string mostViscous = string.Empty;
    private readonly double capillaryStep = double.PositiveInfinity;
    private readonly (double WaveSpeed, double ViscousStep)[] ofMaterial;

    public StepController(SimulationSetup setup)
    {
        policy = setup.StepPolicy;
        cellSize = setup.Domain.CellSize;
        imposedSpeed = Math.Max(
            setup.Boundaries.Select(b => b.MaximumSpeed).DefaultIfEmpty(0).Max(),
            setup.Events.Concat(setup.Forces).Select(e => e.MaximumSpeed).DefaultIfEmpty(0).Max());
        // What carries no waves limits no step: from rest, gravity must not move it by more than a part of a cell.
        double gravity = setup.Gravity.Length.Value;
        if (setup.Materials.Any(m => m.IsRigid) && gravity > 0) fallStep = Math.Sqrt(setup.StepPolicy.CourantNumber * cellSize / gravity);
        imposedSpeed = Math.Max(imposedSpeed, setup.Materials.Select(m => m is { IsRigid: true, Path: { } path } ? path.MaximumSpeed : 0).DefaultIfEmpty(0).Max());
        if (setup.SurfaceTension is { } tension)
            capillaryStep = SurfaceTensionOptions.LongestStep(tension.Coefficient, tension.Density(setup), cellSize);
        double[] lightest = LightestDensities(setup);
        ofMaterial = [.. setup.Materials.Select(_ => (0.0, double.PositiveInfinity))];
        for (int m = 0; m < setup.Materials.Count; m++)
        {
            if (double.IsPositiveInfinity(lightest[m])) continue;
            Material material = setup.Materials[m];
            // Straight between keyframes: the stiffest moment is at one of them.
            foreach (double time in material.KeyTimes) Consider(material, m, material.UserParametersAt(time), lightest[m]);
        }
    }

    private void Consider(Material material, int index, LawParameters<Real64> user, double density)
    {
        double speed = Math.Sqrt(material.Law.WaveModulus(in user) / density);
        ref (double WaveSpeed, double ViscousStep) own = ref ofMaterial[index];
        own.WaveSpeed = Math.Max(own.WaveSpeed, speed);
        if (speed > waveSpeed) (waveSpeed, stiffest) = (speed, material.Name);
        double viscosity = material.Law.ExplicitViscosity(in user);
        if (viscosity <= 0) return;
        double step = density * cellSize * cellSize / (6 * viscosity);
        own.ViscousStep = Math.Min(own.ViscousStep, step);
        if (step < viscousStep) (viscousStep, mostViscous) = (step, material.Name);
    }

    /// <summary>The longest step that may be used when nothing is faster than a speed [s].</summary>
    public double LongestStep(double speed) => policy.TimeStep ?? Bound(speed, policy.CourantNumber);

    /// <summary>What bounds the step of a material: those for which it is equal step alike.</summary>
    /// <param name="material">Index of the material.</param>
    public (double WaveSpeed, double ViscousStep) BoundOf(int material) => ofMaterial[material];

    /// <summary>The longest step of one material, were it alone, when nothing is faster than a speed [s].</summary>
    /// <param name="material">Index of the material.</param>
    /// <param name="speed">The fastest particle of all [m/s].</param>
    public double LongestStep(int material, double speed)
    {
        (double wave, double viscous) = ofMaterial[material];
        double fastest = Math.Max(speed, imposedSpeed) + wave;
        return Math.Min(fastest > 0 ? policy.CourantNumber * cellSize / fastest : double.PositiveInfinity, viscous);
    }

    /// <summary>Cuts a frame into equal substeps.</summary>
    public (int Count, double TimeStep) Plan(double time, double duration, double speed)
    {
        if (policy.TimeStep is { } own) CheckOwn(time, own, speed);
        double longest = LongestStep(speed);
        double count = Math.Round(duration / longest);
        if (Math.Abs(count * longest - duration) <= WholeTolerance * duration && count >= 1)
        {
            if (policy.TimeStep is { } exact) return ((int)count, exact);
        }
        else
        {
            count = Math.Max(1, Math.Ceiling(duration / longest));
        }

        if (count > int.MaxValue)
        {
            throw new SimulationSetupException(
                "StepPolicy",
                FormattableString.Invariant($"a frame of {duration} s would take {count:g3} substeps of {longest:g3} s"),
                "use a softer or heavier material, or a coarser grid");
        }

        return ((int)count, duration / count);
    }

    /// <summary>What a step that <see cref="Plan"/> gave was chosen by.</summary>
    /// <param name="count">Substeps of the frame.</param>
    /// <param name="timeStep">Their length [s].</param>
    /// <param name="speed">The fastest particle at the frame's start [m/s].</param>
    public (StepLimit Limit, string Reason) Explain(int count, double timeStep, double speed)
    {
        if (policy.TimeStep is { } own) return (StepLimit.ImposedStep, FormattableString.Invariant($"the given step of {own:g4} s"));
        double fastest = Math.Max(speed, imposedSpeed);
        double courant = fastest + waveSpeed > 0 ? policy.CourantNumber * cellSize / (fastest + waveSpeed) : double.PositiveInfinity;
        double longest = Math.Min(courant, viscousStep);
        if (count == 1 && timeStep < 0.99 * longest) return (StepLimit.Frame, "the length of the frame");
        if (viscousStep < courant) return (StepLimit.Viscosity, FormattableString.Invariant($"the viscosity of '{mostViscous}': {viscousStep:g4} s"));
        if (waveSpeed >= fastest) return (StepLimit.Wave, FormattableString.Invariant($"waves of {waveSpeed:g4} m/s in '{stiffest}'"));
        return imposedSpeed > speed
            ? (StepLimit.ImposedSpeed, FormattableString.Invariant($"an imposed speed of {imposedSpeed:g4} m/s"))
            : (StepLimit.Speed, FormattableString.Invariant($"the fastest particle: {speed:g4} m/s"));
    }

    private static double[] LightestDensities(SimulationSetup setup)
    {
        double[] lightest = new double[setup.Materials.Count];
        Array.Fill(lightest, double.PositiveInfinity);
        ParticleSet particles = setup.Particles;
        for (int p = 0; p < particles.Count; p++)
        {
            // Massless particles add no inertia of their own and set no bound.
            if (particles.Mass[p] <= 0 || particles.RestVolume[p] <= 0) continue;
            ref double density = ref lightest[particles.Material[p]];
            density = Math.Min(density, particles.Mass[p] / particles.RestVolume[p]);
        }

        return lightest;
    }

    // Nothing may cross more than this part of a cell in a substep even where no wave limits it.
    private double Bound(double speed, double courantNumber)
    {
        double fastest = Math.Max(speed, imposedSpeed) + waveSpeed;
        double step = fastest > 0 ? courantNumber * cellSize / fastest : double.PositiveInfinity;
        return Math.Min(Math.Min(step, capillaryStep), Math.Min(viscousStep, fallStep));
    }

    private void CheckOwn(double time, double own, double speed)
    {
        double limit = policy.MaximumCourantNumber;
        if (double.IsPositiveInfinity(limit)) return;
        double allowed = Bound(speed, limit);
        // The equality case is accepted whatever the rounding of the quotient.
        if (own <= allowed * (1 + WholeTolerance)) return;
        double fastest = Math.Max(speed, imposedSpeed);
        string reason = own > capillaryStep
            ? FormattableString.Invariant($"surface tension allows {capillaryStep:g4} s (sqrt(density dx^3 / (4 pi sigma)))")
            : own > viscousStep
            ? FormattableString.Invariant(
                $"the viscosity of '{mostViscous}' allows {viscousStep:g4} s (density dx^2 / (6 viscosity))")
            : FormattableString.Invariant(
                $"dt (|v| + c)/dx = {own * (fastest + waveSpeed) / cellSize:g3} exceeds {limit:g3}, with |v| = {fastest:g3} m/s, c = {waveSpeed:g4} m/s ('{stiffest}'), dx = {cellSize:g3} m");
        throw new UnstableTimeStepException(time, own, allowed, reason);
    }
}
