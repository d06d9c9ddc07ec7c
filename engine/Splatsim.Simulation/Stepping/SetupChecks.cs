using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>Refuses setups that cannot be simulated, naming the property, the value and the fix.</summary>
internal static class SetupChecks
{
    public static void Require(SimulationSetup setup)
    {
        Domain(setup.Domain);
        bool isReference = setup.Backend == SimulationBackend.Reference || (setup.Backend == SimulationBackend.Automatic && setup.Precision == SimulationPrecision.Double);
        if (setup.Domain.IsUnbounded && isReference)
            throw new SimulationSetupException("Domain.IsUnbounded", "the reference back end has no grid without bounds", "give the domain bounds, or ask for the fast back end or a device");
        Policy(setup.StepPolicy);
        Transfer(setup);
        if (setup.StepPolicy.LocalSteps) LocalSteps(setup);
        if (setup is { Backend: SimulationBackend.Fast, Precision: SimulationPrecision.Double })
        {
            throw new SimulationSetupException(
                "Precision", "the fast back end has single precision only", "ask for single, or for the reference back end");
        }

        if (setup is { Backend: SimulationBackend.Device, Precision: SimulationPrecision.Double })
        {
            throw new SimulationSetupException(
                "Precision", "devices compute in single precision only", "ask for single, or for the reference back end");
        }

        Finite("Gravity", [setup.Gravity.X.Value, setup.Gravity.Y.Value, setup.Gravity.Z.Value], 3);
        for (int m = 0; m < setup.Materials.Count; m++) Material(setup.Materials[m], m);
        Particles(setup);
        if (!setup.Transfer.IsAffineDefault && setup.Materials.Any(m => m.IsRigid))
        {
            throw new SimulationSetupException(
                "Transfer", $"rigid materials cannot be simulated with {setup.Transfer}", "use the default transfer, or a stiff elastic law");
        }

        for (int i = 0; i < setup.Boundaries.Count; i++)
        {
            if (setup.Boundaries[i] is Collider collider) Thickness($"Boundaries[{i}].Shape", collider.Shape.GetType().Name, collider.Shape.Thickness, setup.Domain);
            if (setup.Boundaries[i] is MovingCuboid cuboid) Thickness($"Boundaries[{i}].HalfSize", nameof(MovingCuboid), cuboid.Thickness, setup.Domain);
        }

        for (int i = 0; i < setup.RigidBodies.Count; i++) Thickness($"RigidBodies[{i}].Shape", setup.RigidBodies[i].Shape.GetType().Name, setup.RigidBodies[i].Shape.Thickness, setup.Domain);
        ThinWalls(setup);
        Cuts(setup);
        if (setup.Tracers is { } tracers)
        {
            Finite("Tracers.X", tracers.X, 3);
            Finite("Tracers.F", tracers.F, 9);
            Carriers(setup, tracers);
        }
    }

    // A thinner one can lie between nodes, and matter would pass without a word.
    private static void Thickness(string name, string type, double thickness, GridDomain domain)
    {
        // Lengths of exactly a cell are meant to do, whatever rounding makes of them.
        if (thickness >= domain.CellSize * (1 - 1e-9)) return;
        throw new SimulationSetupException(
            name, FormattableString.Invariant($"a {type} of {thickness:g3} m is thinner than a cell of {domain.CellSize:g3} m"),
            "make it at least a cell thick, or the cells smaller, or use a surface without thickness: a plate, a disk or a sheet");
    }

    private static void ThinWalls(SimulationSetup setup)
    {
        if (new ThinWalls(setup.Boundaries, setup.RigidBodies).Count == 0) return;
        if (!setup.Transfer.IsAffineDefault)
        {
            throw new SimulationSetupException(
                "Transfer", $"thin walls part matter with the default transfer only, not with {setup.Transfer}", "use the default transfer, or thick colliders");
        }

        if (setup.SurfaceTension is not null)
        {
            throw new SimulationSetupException(
                "SurfaceTension", "a liquid with surface tension sees no thin walls", "use thick colliders, or leave surface tension out");
        }

        RigidWallChecks.Require(setup);
    }

    private static void Cuts(SimulationSetup setup)
    {
        int cuts = CutPieces.CutsOf(setup).Count();
        if (cuts == 0) return;
        const string Remedy = "give the cuts a kerf, which removes matter";
        if (cuts > CutPieces.MostCuts)
            throw new SimulationSetupException("Events", $"there are {cuts} cuts", $"join some into one mesh: at most {CutPieces.MostCuts} can be told apart");
        if (!setup.Transfer.IsAffineDefault)
            throw new SimulationSetupException("Transfer", $"cuts part matter with the default transfer only, not with {setup.Transfer}", $"use the default transfer, or {Remedy}");
        if (setup.SurfaceTension is not null)
            throw new SimulationSetupException("SurfaceTension", "a liquid with surface tension cannot be parted by cuts", $"leave surface tension out, or {Remedy}");
        if (new ThinWalls(setup.Boundaries, setup.RigidBodies).Count > 0)
            throw new SimulationSetupException("Boundaries", "cut pieces do not meet thin walls", $"use colliders of at least a cell, or {Remedy}");
        if (setup.RigidBodies.Count > 0 || setup.Materials.Any(m => m.IsRigid))
            throw new SimulationSetupException("Events", "cut pieces do not meet rigid bodies that move freely", $"use a collider on a path or a stiff elastic law, or {Remedy}");
    }

    private static void Carriers(SimulationSetup setup, TracerSet tracers)
    {
        if (tracers.Carriers is not { } carriers) return;
        if (carriers.Length != tracers.Count)
            throw new SimulationSetupException("Tracers.Carriers", $"has {carriers.Length} values", $"give {tracers.Count}, or null");
        for (int t = 0; t < carriers.Length; t++)
        {
            if (carriers[t] == -1) continue;
            if ((uint)carriers[t] < (uint)setup.Materials.Count && setup.Materials[carriers[t]].IsRigid) continue;
            throw new SimulationSetupException($"Tracers.Carriers[{t}]", $"{carriers[t]} is no rigid material", "give the index of one, or -1");
        }
    }

    private static void Domain(GridDomain domain)
    {
        if (domain.CountX < 3 || domain.CountY < 3 || domain.CountZ < 3)
        {
            throw new SimulationSetupException(
                "Domain", $"{domain.CountX} x {domain.CountY} x {domain.CountZ} nodes are too few", "use at least 3 per axis");
        }

        if (!(domain.CellSize > 0 && double.IsFinite(domain.CellSize)))
            throw new SimulationSetupException("Domain.CellSize", $"{domain.CellSize} m", "give a positive length");
        Finite("Domain.Origin", [domain.Origin.X.Value, domain.Origin.Y.Value, domain.Origin.Z.Value], 3);
    }

    private static void Policy(StepPolicy policy)
    {
        if (policy.TimeStep is { } step && !(step > 0 && double.IsFinite(step)))
            throw new SimulationSetupException("StepPolicy.TimeStep", $"{step} s", "give a positive time, or none");
        if (!(policy.CourantNumber > 0 && policy.CourantNumber <= StepPolicy.LargestCourantNumber))
        {
            throw new SimulationSetupException(
                "StepPolicy.CourantNumber", $"{policy.CourantNumber}", $"give a number above 0, at most {StepPolicy.LargestCourantNumber}");
        }
    }

    private static void LocalSteps(SimulationSetup setup)
    {
        const string name = "StepPolicy.LocalSteps";
        if (setup.StepPolicy.LargestStepRatio < 2)
            throw new SimulationSetupException("StepPolicy.LargestStepRatio", $"{setup.StepPolicy.LargestStepRatio}", "give at least 2, or leave local steps out");
        if (setup.Backend == SimulationBackend.Device)
            throw new SimulationSetupException(name, "devices step all matter alike", "ask for the fast or the reference back end, or leave local steps out");
        if (!setup.Transfer.IsAffineDefault)
            throw new SimulationSetupException(name, $"local steps are for the default transfer, not for {setup.Transfer}", "use the default transfer, or leave local steps out");
        if (setup.SurfaceTension is not null)
            throw new SimulationSetupException(name, "surface tension looks at all matter in every substep", "leave local steps or surface tension out");
        if (new ThinWalls(setup.Boundaries, setup.RigidBodies).Count > 0)
            throw new SimulationSetupException(name, "matter at thin walls steps alike", "use colliders of at least a cell, or leave local steps out");
        if (CutPieces.CutsOf(setup).Any())
            throw new SimulationSetupException(name, "the pieces of cut matter step alike", "give the cuts a kerf, which removes matter, or leave local steps out");
    }

    private static void Transfer(SimulationSetup setup)
    {
        TransferOptions transfer = setup.Transfer;
        Share("FlipBlend", transfer.EffectiveFlipBlend);
        Share("Damping", transfer.Damping);
        Share("CompressedShift", transfer.CompressedShift);
        Share("SeparatingShift", transfer.SeparatingShift);
        GridDomain domain = setup.Domain;
        if (transfer.Kernel == TransferKernel.Cubic && Math.Min(domain.CountX, Math.Min(domain.CountY, domain.CountZ)) < CubicKernel.NodeCount)
        {
            throw new SimulationSetupException(
                "Domain", $"{domain.CountX} x {domain.CountY} x {domain.CountZ} nodes are too few for the cubic kernel",
                $"use at least {CubicKernel.NodeCount} per axis");
        }

        if (!transfer.IsAffineDefault && setup.Materials.FirstOrDefault(m => m.IsRigid) is { } rigid)
        {
            throw new SimulationSetupException(
                "Transfer", $"'{rigid.Name}' is rigid, and rigid bodies move with the default transfer only, not with {transfer}",
                "choose apic, mls and quadratic, or another material");
        }

        static void Share(string name, double value)
        {
            if (value is >= 0 and <= 1) return;
            throw new SimulationSetupException($"Transfer.{name}", $"{value}", "give a number from 0 to 1");
        }
    }

    private static void Material(Material material, int index)
    {
        try
        {
            foreach (string key in material.Animated.Keys) material.Law.Description.RequireIndex(key);
            foreach (double time in material.KeyTimes) _ = material.UserParametersAt(time);
            if (material is { Path: not null, IsRigid: false })
                throw new SimulationSetupException($"Materials[{index}].Path", $"'{material.Name}' is not rigid", "use the law rigid, or a moving boundary");
        }
        catch (LawParameterException exception)
        {
            throw new SimulationSetupException(
                $"Materials[{index}].Parameters", $"'{material.Name}': {exception.Message}", "see the law's description");
        }
    }

    private static void Particles(SimulationSetup setup)
    {
        ParticleSet particles = setup.Particles;
        Finite("Particles.X", particles.X, 3);
        Finite("Particles.V", particles.V, 3);
        Finite("Particles.C", particles.C, 9);
        Finite("Particles.F", particles.F, 9);
        if (particles.VelocityGradient is { } gradients) Finite("Particles.VelocityGradient", gradients, 9);
        NotNegative("Particles.Mass", particles.Mass, "kg");
        NotNegative("Particles.RestVolume", particles.RestVolume, "m^3");
        if (particles.History is { } history)
        {
            if (history.Length != ParticleSet.HistoryWidth * particles.Count)
            {
                throw new SimulationSetupException(
                    "Particles.History", $"has {history.Length} values", $"give {ParticleSet.HistoryWidth * particles.Count}, or null");
            }

            Finite("Particles.History", history, ParticleSet.HistoryWidth);
        }

        for (int p = 0; p < particles.Count; p++)
        {
            int material = particles.Material[p];
            if (material < 0 || material >= setup.Materials.Count)
            {
                throw new SimulationSetupException(
                    $"Particles.Material[{p}]", $"{material} is no material", $"there are {setup.Materials.Count}, from 0");
            }

            if (!setup.Domain.Holds(particles.Position(p), setup.Transfer.Kernel))
                throw new ParticleLeftDomainException(0, p, particles.Position(p), setup.Domain);
        }
    }

    private static void Finite(string name, ReadOnlySpan<double> values, int width)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i])) continue;
            throw new SimulationSetupException($"{name}[{i / width}]", $"{values[i]} is not finite", "give finite numbers");
        }
    }

    private static void NotNegative(string name, ReadOnlySpan<double> values, string unit)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] >= 0 && double.IsFinite(values[i])) continue;
            throw new SimulationSetupException($"{name}[{i}]", $"{values[i]} {unit}", "give a finite value of at least 0");
        }
    }
}
