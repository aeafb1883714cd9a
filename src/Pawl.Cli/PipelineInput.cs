using Pawl.Cli.Output;
using Pawl.Pipelines;
using Pawl.Yaml;

namespace Pawl.Cli;

/// <summary>Reads the pipeline file that a verb was given.</summary>
internal static class PipelineInput
{
    /// <summary>A pipeline that can be run.</summary>
    /// <exception cref="UsageException">The file has faults; all of them are shown first.</exception>
    public static Pipeline Load(string path, Terminal terminal)
    {
        switch (PipelineFile.Load(path))
        {
            case PipelineReading.Valid valid:
                return valid.Pipeline;
            case PipelineReading.Faulty { Faults: [var only] }:
                throw new UsageException(only.ToString());
            case PipelineReading.Faulty faulty:
                foreach (var fault in faulty.Faults)
                    terminal.Note(fault.ToString());
                throw new UsageException($"{path} has {faulty.Faults.Length} faults; nothing was run");
            default:
                throw new InvalidOperationException("a reading is valid or faulty");
        }
    }
}
