using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>Turns the selections of a scene file into lists of splats.</summary>
internal static class ObjectSelector
{
    /// <summary>The splats of each object, in the order of the scene file; a splat belongs to the first that takes it.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="frame">Splat space to simulation space.</param>
    /// <param name="groundHeight">Height of the ground in simulation space [m]; null when there is none.</param>
    /// <param name="note">Receives what was chosen on the user's behalf.</param>
    public static IReadOnlyList<int[]> Select(
        SceneDescription scene, GaussianCloud cloud, SceneFrame frame, double? groundHeight, Action<string> note)
    {
        SplatSelection free = SplatSelection.All(cloud.Count);
        List<int[]> result = [];
        foreach (ObjectDescription body in scene.Objects)
        {
            SplatSelection chosen = Choose(scene, body, cloud, frame, groundHeight, free, note);
            int[] indices = chosen.ToIndices();
            if (indices.Length == 0)
            {
                throw new SceneFileException(
                    scene.File, $"{body.Path}.select", $"no splat is left for \"{body.Name}\"",
                    "widen the region, lower minimumOpacity, or check the units (splatsim check prints the bounds in metres)");
            }

            free -= chosen;
            result.Add(indices);
        }

        return result;
    }

    private static SplatSelection Choose(
        SceneDescription scene, ObjectDescription body, GaussianCloud cloud, SceneFrame frame, double? groundHeight,
        SplatSelection free, Action<string> note)
    {
        SelectionDescription wanted = body.Selection;
        SplatSelection chosen = free & Selections.ByOpacity(cloud, wanted.MinimumOpacity);
        if (wanted.Region is RegionDescription region)
            chosen &= SplatSelection.Where(cloud.Count, i => region.Contains(frame.ToSimulation(cloud.MeanOf(i))));
        if (wanted.CaptureRegion is RegionDescription area)
        {
            Matrix3x3<Real64> turn = scene.Units.Fit?.Rotation ?? Matrix3x3<Real64>.Identity;
            chosen &= SplatSelection.Where(cloud.Count, i => area.Contains(turn * cloud.MeanOf(i)));
        }

        if (wanted.Labels.Count > 0)
        {
            if (cloud.Labels is not byte[] labels)
            {
                throw new SceneFileException(
                    scene.File, $"{body.Path}.select.label", "the capture has no labels",
                    "select by box or sphere, or give the PLY an integer column \"label\"");
            }

            chosen &= SplatSelection.Where(cloud.Count, i => wanted.Labels.Contains(labels[i]));
        }

        if (!wanted.LargestComponent) return chosen;
        return LargestComponent(body, cloud, frame, groundHeight, chosen, note);
    }

    private static SplatSelection LargestComponent(
        ObjectDescription body, GaussianCloud cloud, SceneFrame frame, double? groundHeight, SplatSelection chosen, Action<string> note)
    {
        if (groundHeight is double ground)
            chosen &= SplatSelection.Where(cloud.Count, i => frame.ToSimulation(cloud.MeanOf(i)).Y.Value > ground);
        ConnectedComponents components = ConnectedComponents.Find(cloud, new ComponentOptions { Within = chosen });
        if (components.Count == 0) return chosen;
        note($"{body.Name}: the largest of {components.Count} connected components, {components.Sizes[0]:N0} of {cloud.Count:N0} splats");
        return components.Select(0);
    }
}
