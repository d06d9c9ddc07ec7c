using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>What of a setup has no derivative, said before a run instead of after it.</summary>
internal static class TapeChecks
{
    /// <summary>Refuses a setup that cannot be differentiated.</summary>
    /// <exception cref="NotDifferentiableException">Something in it has no derivative.</exception>
    public static void Require(SimulationSetup setup)
    {
        foreach (NotDifferentiableException obstacle in Obstacles(setup)) throw obstacle;
    }

    /// <summary>Everything in a setup that has no derivative.</summary>
    public static IEnumerable<NotDifferentiableException> Obstacles(SimulationSetup setup)
    {
        foreach (Material material in setup.Materials)
        {
            if (material.Law.Learned is not null and not ILearnedLawAdjoint) yield return Learned(material.Law.Key);
            if (material.IsRigid && !setup.Transfer.IsAffineDefault)
                yield return new NotDifferentiableException($"the rigid material '{material.Name}'", $"it has no adjoint with the transfer {setup.Transfer}", "use the default transfer");
        }

        if (setup.StepPolicy.LocalSteps)
            yield return new NotDifferentiableException("StepPolicy.LocalSteps", "steps of different lengths have no adjoint", "leave local steps out of the fit");
        for (int f = 0; f < setup.Forces.Count; f++)
        {
            if (setup.Forces[f].Begin() is IDifferentiableAction) continue;
            yield return new NotDifferentiableException(
                $"Forces[{f}] ({setup.Forces[f].GetType().Name})", "its action has no adjoint", "leave it out, or implement IDifferentiableAction");
        }

        for (int e = 0; e < setup.Events.Count; e++)
        {
            if (setup.Events[e].Begin() is IDifferentiableAction) continue;
            yield return new NotDifferentiableException(
                $"Events[{e}] ({setup.Events[e].GetType().Name})", "its action has no adjoint, as where particles come, go, are parted or released one by one",
                "leave it out of the fit, or implement IDifferentiableAction");
        }

        if (RigidWallChecks.Refusal(setup) is { } walled) yield return walled;
    }

    /// <summary>The refusal of a law that is evaluated in batches.</summary>
    public static NotDifferentiableException Learned(string key) =>
        new($"the law '{key}'", "it is evaluated in batches and offers no adjoint", "let it implement ILearnedLawAdjoint, or use a law with a formula");
}
