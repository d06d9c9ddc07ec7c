namespace Splatsim.Simulation;

/// <summary>Which rigid bodies meet surfaces without thickness.</summary>
internal static class RigidWallChecks
{
    /// <summary>Whether a setup has bodies with a volume beside surfaces without thickness, fixed or free.</summary>
    public static bool Meet(SimulationSetup setup) =>
        new ThinWalls(setup.Boundaries, setup.RigidBodies).Count > 0 && (setup.Materials.Any(m => m.IsRigid) || setup.RigidBodies.Any(b => b.Shape is not ThinShape));

    /// <summary>Refuses pairs that do not meet.</summary>
    /// <exception cref="SimulationSetupException">There is such a pair.</exception>
    public static void Require(SimulationSetup setup)
    {
        int thin = setup.RigidBodies.Count(b => b.Shape is ThinShape);
        if (thin == 0) return;
        string name = setup.RigidBodies.First(b => b.Shape is ThinShape).Shape.GetType().Name;
        if (thin > 1)
        {
            throw new SimulationSetupException(
                "RigidBodies", $"two bodies without thickness, one a {name}, do not meet each other", "use bodies of at least a cell but for one");
        }

        if (new ThinWalls(setup.Boundaries, []).Count > 0)
        {
            throw new SimulationSetupException(
                "Boundaries", $"a {name} that moves freely does not meet other surfaces without thickness", "use a collider or a body of at least a cell");
        }
    }

    /// <summary>Refuses all of them, for back ends that have no such contacts.</summary>
    /// <exception cref="SimulationSetupException">There are some.</exception>
    public static void RequireNone(SimulationSetup setup)
    {
        if (Meet(setup))
        {
            throw new SimulationSetupException(
                "Boundaries", "on devices rigid bodies do not meet surfaces without thickness", "use the fast back end, or colliders of at least a cell");
        }
    }

    /// <summary>The refusal of a gradient; null where there is nothing to refuse.</summary>
    public static NotDifferentiableException? Refusal(SimulationSetup setup) => Meet(setup)
        ? new("Boundaries", "contacts of rigid bodies with surfaces without thickness have no adjoint", "use colliders of at least a cell, or a stiff elastic law")
        : null;
}
