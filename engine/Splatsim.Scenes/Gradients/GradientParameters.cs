using System.IO.Enumeration;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The numbers of a simulation that a gradient can be asked for.</summary>
public static class GradientParameters
{
    // What steps of a number that is 0 are relative to.
    private const double UsualSpeed = 1, UsualSpin = 10, UsualGravity = 9.81;

    private static readonly string[] Axes = ["x", "y", "z"];

    /// <summary>All of a setup: of its materials, its initial state, gravity, boundaries, forces and events.</summary>
    /// <param name="setup">The setup.</param>
    public static IReadOnlyList<GradientParameter> Of(SimulationSetup setup) =>
    [
        .. MaterialParameters.Of(setup),
        .. OfState(setup),
        .. BoundaryParameters.Of(setup),
        .. BodyParameters.Of(setup),
        .. ActionParameters.Of(setup),
    ];

    /// <summary>Those of some names.</summary>
    /// <param name="all">The parameters.</param>
    /// <param name="patterns">Names, with * for any part of one.</param>
    /// <exception cref="ArgumentException">A pattern fits none; the message has the nearest name.</exception>
    public static IReadOnlyList<GradientParameter> Select(IReadOnlyList<GradientParameter> all, IReadOnlyList<string> patterns)
    {
        foreach (string pattern in patterns)
        {
            if (all.Any(p => Fits(pattern, p))) continue;
            throw new ArgumentException(
                $"there is no parameter \"{pattern}\"; {NearestName.Suggest(pattern, all.Select(p => p.Name))}");
        }

        return [.. all.Where(p => patterns.Any(pattern => Fits(pattern, p)))];
    }

    /// <summary>Parameters of a vector, one an axis; steps are relative to one size for all.</summary>
    internal static IEnumerable<GradientParameter> OfVector(
        string name, string unit, Vector3<Real64> value, double size, Func<SimulationSetup, Vector3<Real64>, SimulationSetup> add,
        Func<SimulationGradient, Vector3<Real64>> derivative)
    {
        for (int i = 0; i < 3; i++)
        {
            int axis = i;
            double at = Component(value, axis);
            yield return new(
                $"{name}.{Axes[axis]}", unit, at, size,
                (setup, to) => add(setup, Along(axis, to - at)), gradient => Component(derivative(gradient), axis));
        }
    }

    /// <summary>A vector along an axis.</summary>
    internal static Vector3<Real64> Along(int axis, double length) =>
        new(axis == 0 ? length : 0, axis == 1 ? length : 0, axis == 2 ? length : 0);

    /// <summary>A list with one element changed.</summary>
    internal static T[] Replaced<T>(IReadOnlyList<T> list, int index, Func<T, T> change)
    {
        T[] result = [.. list];
        result[index] = change(result[index]);
        return result;
    }

    /// <summary>What steps of a velocity are relative to [m/s].</summary>
    internal static double SpeedSize(Vector3<Real64> velocity) => Math.Max(UsualSpeed, velocity.Length.Value);

    /// <summary>What steps of an angular velocity are relative to [rad/s].</summary>
    internal static double SpinSize(Vector3<Real64> angularVelocity) => Math.Max(UsualSpin, angularVelocity.Length.Value);

    private static bool Fits(string pattern, GradientParameter parameter) => FileSystemName.MatchesSimpleExpression(pattern, parameter.Name);

    private static double Component(Vector3<Real64> v, int axis) => (axis == 0 ? v.X : axis == 1 ? v.Y : v.Z).Value;

    private static IEnumerable<GradientParameter> OfState(SimulationSetup setup)
    {
        foreach (GradientParameter p in OfVector(
            "gravity", "m/s^2", setup.Gravity, Math.Max(UsualGravity, setup.Gravity.Length.Value), (s, by) => s with { Gravity = s.Gravity + by }, g => g.Gravity)) yield return p;
        if (setup.SurfaceTension is { Coefficient: > 0 } tension)
        {
            yield return new(
                "surfaceTension", "N/m", tension.Coefficient, tension.Coefficient, (s, to) => s with { SurfaceTension = new(to) }, g => g.SurfaceTension)
            {
                Minimum = 0,
            };
        }

        // Moves and pushes everything: of one body where there are several.
        string[] names = MaterialParameters.Names(setup);
        int[] moving = [.. Enumerable.Range(0, names.Length).Where(m => !setup.Materials[m].IsStationary && setup.Particles.Material.Contains(m))];
        foreach (int group in moving.Length > 1 ? [-1, .. moving] : (int[])[-1])
        {
            string suffix = group < 0 ? "" : "." + names[group];
            foreach (GradientParameter p in OfVector(
                "velocity" + suffix, "m/s", Mean(setup, group), SpeedSize(Mean(setup, group)), (s, by) => Moved(s, group, by, set => set.V), g => Sum(setup, group, g.Velocities))) yield return p;
            foreach (GradientParameter p in OfVector(
                "position" + suffix, "m", default, setup.Domain.CellSize, (s, by) => Moved(s, group, by, set => set.X), g => Sum(setup, group, g.Positions))) yield return p;
        }
    }

    private static bool IsIn(SimulationSetup setup, int particle, int group)
    {
        int material = setup.Particles.Material[particle];
        return group < 0 ? !setup.Materials[material].IsStationary : material == group;
    }

    private static Vector3<Real64> Mean(SimulationSetup setup, int group)
    {
        Vector3<Real64> sum = default;
        int count = 0;
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            if (!IsIn(setup, p, group)) continue;
            sum += setup.Particles.Velocity(p);
            count++;
        }

        return new Real64(1.0 / Math.Max(1, count)) * sum;
    }

    private static Vector3<Real64> Sum(SimulationSetup setup, int group, double[] values)
    {
        Vector3<Real64> sum = default;
        for (int p = 0; p < setup.Particles.Count; p++)
            if (IsIn(setup, p, group)) sum += new Vector3<Real64>(values[3 * p], values[3 * p + 1], values[3 * p + 2]);
        return sum;
    }

    private static SimulationSetup Moved(SimulationSetup setup, int group, Vector3<Real64> by, Func<ParticleSet, double[]> part)
    {
        ParticleSet particles = setup.Particles.Clone();
        double[] values = part(particles);
        for (int p = 0; p < particles.Count; p++)
        {
            if (!IsIn(setup, p, group)) continue;
            values[3 * p] += by.X.Value;
            values[3 * p + 1] += by.Y.Value;
            values[3 * p + 2] += by.Z.Value;
        }

        return setup with { Particles = particles };
    }
}
