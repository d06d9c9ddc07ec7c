using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Everything that a gradient of a simulation says, tensor by tensor.</summary>
internal static class GradientParts
{
    /// <summary>All derivatives by name.</summary>
    public static IEnumerable<(string What, double[] Values)> Of(SimulationGradient gradient)
    {
        yield return ("x", gradient.Positions);
        yield return ("v", gradient.Velocities);
        yield return ("C", gradient.AffineVelocities);
        yield return ("L", gradient.VelocityGradients ?? []);
        yield return ("F", gradient.DeformationGradients);
        yield return ("mass", gradient.Masses);
        yield return ("volume", gradient.RestVolumes);
        for (int i = 0; i < SimulationGradient.ParameterWidth; i++)
            yield return ($"parameter {i}", [.. gradient.Parameters.Where((_, at) => at % SimulationGradient.ParameterWidth == i)]);
        yield return ("tracer x", gradient.TracerPositions);
        yield return ("tracer F", gradient.TracerDeformationGradients);
        yield return ("gravity", All(gradient.Gravity));
        yield return ("surface tension", [gradient.SurfaceTension]);
        foreach ((int b, BoundaryGradient boundary) in gradient.Boundaries.Index())
        {
            yield return ($"friction {b}", [boundary.Friction]);
            yield return ($"restitution {b}", [boundary.Restitution]);
            yield return ($"velocity {b}", All(boundary.Velocity));
            yield return ($"spin {b}", All(boundary.AngularVelocity));
            yield return ($"shift {b}", All(boundary.Position));
        }

        foreach ((int b, RigidBodyGradient body) in gradient.Bodies.Index())
        {
            yield return ($"body x {b}", All(body.Position));
            yield return ($"body turn {b}", All(body.Turn));
            yield return ($"body v {b}", All(body.Velocity));
            yield return ($"body spin {b}", All(body.AngularVelocity));
            yield return ($"body mass {b}", [body.Mass]);
            yield return ($"body friction {b}", [body.Friction]);
            yield return ($"body restitution {b}", [body.Restitution]);
        }
    }

    private static double[] All(Vector3<Real64> v) => [v.X.Value, v.Y.Value, v.Z.Value];
}
