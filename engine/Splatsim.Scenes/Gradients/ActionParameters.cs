using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The coefficients of forces and events; a vector that varies in time by a constant added to it.</summary>
internal static class ActionParameters
{
    public static IEnumerable<GradientParameter> Of(SimulationSetup setup) =>
        setup.Forces.SelectMany((force, i) => OfForce(setup, force, i)).Concat(setup.Events.SelectMany((item, i) => OfEvent(item, i)));

    /// <summary>The coefficients of one force.</summary>
    /// <param name="setup">Its setup.</param>
    /// <param name="force">The force.</param>
    /// <param name="index">Its place among the setup's forces.</param>
    internal static IEnumerable<GradientParameter> OfForce(SimulationSetup setup, IForce force, int index)
    {
        double cell = setup.Domain.CellSize;
        return force switch
        {
            GravityForce f => Vector("acceleration", "m/s^2", f.Acceleration.At(0), Math.Max(9.81, f.Acceleration.Largest), by => f with { Acceleration = f.Acceleration.Plus(by) }),
            WindForce f =>
            [
                .. Vector("velocity", "m/s", f.Velocity.At(0), Math.Max(1, f.Velocity.Largest), by => Wind(f, f.Velocity.Plus(by))),
                Number("airDensity", "kg/m^3", f.AirDensity, v => f with { AirDensity = v }),
                Number("dragCoefficient", "1", f.DragCoefficient, v => f with { DragCoefficient = v }),
            ],
            AttractorForce f =>
            [
                Signed("strength", "m^3/s^2", f.Strength, v => Attractor(f, f.Path, v, f.Softening)),
                Number("softening", "m", f.Softening, v => Attractor(f, f.Path, f.Strength, v)),
                .. Vector("position", "m", f.Path.PositionAt(0), cell, by => Attractor(f, f.Path.Shifted(by), f.Strength, f.Softening)),
            ],
            BlastForce f =>
            [
                Signed("acceleration", "m/s^2", f.Acceleration, v => Blast(f, f.Point, v, f.Radius)),
                Number("radius", "m", f.Radius, v => Blast(f, f.Point, f.Acceleration, v)),
                .. Vector("point", "m", f.Point, cell, by => Blast(f, f.Point + by, f.Acceleration, f.Radius)),
            ],
            VortexForce f =>
            [
                Signed("angularSpeed", "rad/s", f.AngularSpeed, v => Vortex(f, f.Point, v, f.CoreRadius, f.Rate)),
                Number("coreRadius", "m", f.CoreRadius, v => Vortex(f, f.Point, f.AngularSpeed, v, f.Rate)),
                Number("rate", "1/s", f.Rate, v => Vortex(f, f.Point, f.AngularSpeed, f.CoreRadius, v)),
                .. Vector("point", "m", f.Point, cell, by => Vortex(f, f.Point + by, f.AngularSpeed, f.CoreRadius, f.Rate)),
            ],
            BuoyancyForce f =>
            [
                Number("density", "kg/m^3", f.Density, v => Buoyancy(f, f.Surface, v)),
                .. Vector("surface", "m", f.Surface, cell, by => Buoyancy(f, f.Surface + by, f.Density)),
            ],
            FieldForce { Rate: double rate } f => [Number("rate", "1/s", rate, v => f with { Rate = v })],
            DampingForce { FactorPerSubstep: double factor } f => [Number("factorPerSubstep", "1", factor, v => f with { FactorPerSubstep = v })],
            DampingForce f => [Number("rate", "1/s", f.Rate, v => new DampingForce(v) { Group = f.Group, Window = f.Window })],
            GrabForce f =>
            [
                Number("stiffness", "N/m", f.Stiffness, v => Grab(f, f.Path, f.Radius, v, f.DampingRatio)),
                Number("dampingRatio", "1", f.DampingRatio, v => Grab(f, f.Path, f.Radius, f.Stiffness, v)),
                Number("radius", "m", f.Radius, v => Grab(f, f.Path, v, f.Stiffness, f.DampingRatio)),
                .. Vector("position", "m", f.Path.PositionAt(0), cell, by => Grab(f, f.Path.Shifted(by), f.Radius, f.Stiffness, f.DampingRatio)),
            ],
            _ => [],
        };

        IEnumerable<GradientParameter> Vector(string name, string unit, Vector3<Real64> value, double size, Func<Vector3<Real64>, IForce> add) =>
            GradientParameters.OfVector(
                $"force.{index}.{name}", unit, value, size, (s, by) => With(s, add(by)), g => Triple(g.Forces[index], name));

        GradientParameter Number(string name, string unit, double value, Func<double, IForce> with) => One(name, unit, value, 0, with);

        GradientParameter Signed(string name, string unit, double value, Func<double, IForce> with) => One(name, unit, value, double.NegativeInfinity, with);

        GradientParameter One(string name, string unit, double value, double minimum, Func<double, IForce> with) =>
            new($"force.{index}.{name}", unit, value, value != 0 ? Math.Abs(value) : 1, (s, to) => With(s, with(to)), g => g.Forces[index][name])
            {
                Minimum = minimum,
            };

        SimulationSetup With(SimulationSetup s, IForce changed) => s with { Forces = GradientParameters.Replaced(s.Forces, index, _ => changed) };
    }

    private static IEnumerable<GradientParameter> OfEvent(IParticleEvent item, int index)
    {
        return item switch
        {
            ImpulseEvent e => Vector("force", "N", e.Force, Math.Max(1e-3, e.Force.Length.Value), by => e with { Force = e.Force + by }),
            VelocityEvent e =>
            [
                .. Vector("velocity", "m/s", e.Velocity, GradientParameters.SpeedSize(e.Velocity), by => e with { Velocity = e.Velocity + by }),
                .. Vector("angularVelocity", "rad/s", e.AngularVelocity, GradientParameters.SpinSize(e.AngularVelocity), by => e with { AngularVelocity = e.AngularVelocity + by }),
            ],
            _ => [],
        };

        IEnumerable<GradientParameter> Vector(string name, string unit, Vector3<Real64> value, double size, Func<Vector3<Real64>, IParticleEvent> add) =>
            GradientParameters.OfVector(
                $"event.{index}.{name}", unit, value, size, (s, by) => s with { Events = GradientParameters.Replaced(s.Events, index, _ => add(by)) },
                g => Triple(g.Events[index], name));
    }

    private static Vector3<Real64> Triple(CoefficientGradient gradient, string name) => new(gradient[name + "X"], gradient[name + "Y"], gradient[name + "Z"]);

    private static WindForce Wind(WindForce f, VectorCurve velocity) => new(velocity)
    {
        AirDensity = f.AirDensity,
        DragCoefficient = f.DragCoefficient,
        Gusts = f.Gusts,
        Group = f.Group,
        Window = f.Window,
    };

    private static AttractorForce Attractor(AttractorForce f, MotionPath path, double strength, double softening) => new(path, strength, softening) { Window = f.Window };

    private static BlastForce Blast(BlastForce f, Vector3<Real64> point, double acceleration, double radius) =>
        new(point, acceleration, radius, f.Start, f.Duration) { Decay = f.Decay, Window = f.Window };

    private static VortexForce Vortex(VortexForce f, Vector3<Real64> point, double speed, double radius, double rate) =>
        new(point, f.Axis, speed, radius, rate) { Window = f.Window };

    private static BuoyancyForce Buoyancy(BuoyancyForce f, Vector3<Real64> surface, double density) => new(surface, f.Gravity, density) { Group = f.Group, Window = f.Window };

    private static GrabForce Grab(GrabForce f, MotionPath path, double radius, double stiffness, double damping) => new(path, radius, stiffness, damping) { Window = f.Window };
}
