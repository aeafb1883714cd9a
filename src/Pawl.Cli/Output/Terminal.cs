using System.Text;
using System.Text.Json;
using Pawl.Secrets;

namespace Pawl.Cli.Output;

/// <summary>The program's standard output and standard error.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StandardStream _standardOutput = new(1);
    private readonly StreamWriter _out;
    private readonly StreamWriter _error;

    private Terminal(OutputFormat format)
    {
        Format = format;
        _out = new StreamWriter(_standardOutput, Utf8, bufferSize: 16_384);
        // There is nowhere left to say that errors can't be said.
        _error = new StreamWriter(new StandardStream(2) { OnLoss = _ => { } }, Utf8, bufferSize: 1_024) { AutoFlush = true };
    }

    /// <summary>For whom this run prints.</summary>
    public OutputFormat Format { get; }

    /// <summary>Standard output, buffered until <see cref="Flush"/>.</summary>
    public StreamWriter Out => _out;

    /// <summary>True when standard output is a terminal that people look at.</summary>
    public bool IsInteractive { get; } = !Console.IsOutputRedirected;

    /// <summary>True when the terminal only shows text, and nothing moves or has colours.</summary>
    public bool IsDumb { get; } = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    /// <summary>True when colours are wanted: a terminal that has them, and no NO_COLOR (https://no-color.org).</summary>
    public bool HasColours => IsInteractive && !IsDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static Terminal Open(string[] args) =>
        new(args.TakeWhile(a => a != "--").Contains("--json") ? OutputFormat.Json : OutputFormat.Text);

    /// <summary>Takes secrets out of what is said on standard error. A verb that is told values that must appear nowhere sets another one.</summary>
    public Redactor Redactor
    {
        // Made when something is said: most calls say nothing beside their answer, and all rules are some milliseconds of work.
        get => field ??= Redactor.Standard;
        set;
    }

    public void Flush() => _out.Flush();

    /// <summary>From now on work goes on when standard output can't be written any more: what was begun matters more than showing it.</summary>
    public void GoOnWithoutOutput() => _standardOutput.OnLoss = message => Note($"pawl: {message}; the work goes on, unseen");

    /// <summary>False once nobody reads standard output any more.</summary>
    public bool HasReader => _standardOutput.HasReader;

    /// <summary>One line on standard error.</summary>
    public void WriteError(ExitCode code, string message)
    {
        if (Format == OutputFormat.Json)
            _error.WriteLine(JsonSerializer.Serialize(new ErrorJson(new(code.Number, code.Kind, message)), PawlJson.Readable.ErrorJson));
        else
            _error.WriteLine($"pawl: {Visible.Line(message)}");
    }

    /// <summary>A word to people on standard error that no program reads.</summary>
    public void Note(string text) => _error.WriteLine(Visible.Line(Redactor.Redact(text)));

    /// <summary>What a developer asked for with PAWL_DEBUG.</summary>
    public void WriteDebug(string details) => _error.WriteLine(Visible.Text(details));

    /// <summary>Text in a colour, where colours are wanted.</summary>
    public string Paint(Colour colour, string text) => HasColours ? $"\u001b[{(int)colour}m{text}\u001b[0m" : text;

    /// <summary>A value as it is, for programs that read it; on a terminal without what that would act on.</summary>
    public string Raw(string value) => IsInteractive ? Visible.Text(value) : value;

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }
}

/// <summary>The colours in use; the numbers are the terminal's (ECMA-48, SGR).</summary>
internal enum Colour
{
    /// <summary>Less important.</summary>
    Dim = 2,

    /// <summary>Failure.</summary>
    Red = 31,

    /// <summary>Success.</summary>
    Green = 32,

    /// <summary>Waiting, or in need of a look.</summary>
    Yellow = 33,

    /// <summary>In work.</summary>
    Cyan = 36,
}
