"""``kilowhere workload``: training, inference, budget, compare; heavy imports wait until a command runs."""

from __future__ import annotations

import json
from typing import Any

import click

from pipeline.errors import InputError

POSITIVE = click.FloatRange(0, min_open=True)
TRAINED_IN = ("fp32", "tf32", "bf16", "fp16", "fp8", "int8", "fp4")
SERVED_IN = (*TRAINED_IN, "int4", "mxfp4")
#: What model cards call the formats.
CALLED = {"float32": "fp32", "float16": "fp16", "bfloat16": "bf16", "float8": "fp8"}


class Precision(click.Choice[str]):
    """A number format, by its short name or by that of the model cards."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The short name."""
        return super().convert(CALLED.get(str(value), value), param, ctx)


@click.group()
def workload() -> None:
    """From FLOPs and tokens to MWh: training, serving, budgets, and device against cloud."""


@workload.command()
@click.option("--params-b", type=float, help="Parameters, 1e9; with --tokens-b.")
@click.option("--active-params-b", type=float, help="Parameters that one token uses (mixture of experts).")
@click.option("--tokens-b", type=float, help="Tokens trained on, 1e9.")
@click.option("--petaflop-s-days", type=float, help="Work instead of parameters and tokens.")
@click.option("--sequence-tokens", type=float, default=0.0, help="Length of sequences, for their attention.")
@click.option("--chip", required=True, help="Accelerator, e.g. H100-SXM.")
@click.option("--chips", type=int, required=True, help="How many.")
@click.option("--precision", type=Precision(TRAINED_IN), default="bf16", show_default=True)
@click.option("--fp8-share", type=click.FloatRange(0, 1), default=0.0, help="Share of the work done in FP8.")
@click.option("--draws", type=click.IntRange(100, 1_000_000), default=2000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def training(
    params_b: float | None,
    active_params_b: float | None,
    tokens_b: float | None,
    petaflop_s_days: float | None,
    sequence_tokens: float,
    chip: str,
    chips: int,
    precision: str,
    fp8_share: float,
    draws: int,
    as_json: bool,
) -> None:
    """Accelerator-hours, days, MW and MWh of a training run."""
    from pipeline.workload.efficiency import REFERENCE_B
    from pipeline.workload.limits import check_positive
    from pipeline.workload.tables import load_tables
    from pipeline.workload.training import FLOP_PER_PETAFLOP_S_DAY, train, training_flop

    if petaflop_s_days is not None and (tokens_b is not None):
        raise InputError(
            "work is given twice", column="petaflop-s-days", allowed="this, or params-b and tokens-b"
        )
    if petaflop_s_days is not None:
        check_positive(petaflop_s_days=petaflop_s_days)
        flop = petaflop_s_days * FLOP_PER_PETAFLOP_S_DAY
        size = active_params_b or params_b or REFERENCE_B
    else:
        check_positive(parameters_b=params_b, tokens_b=tokens_b)
        assert params_b is not None and tokens_b is not None
        flop = training_flop(params_b, tokens_b, active_params_b, sequence_tokens)
        size = active_params_b or params_b
    result = train(
        load_tables(),
        flop=flop,
        chip=chip,
        chips=chips,
        active_parameters_b=size,
        parameters_b=params_b,
        precision=precision,
        fp8_share=fp8_share,
        draws=draws,
    )
    _print(result.record(), as_json)


@workload.command()
@click.option("--params-b", type=float, required=True, help="Parameters, 1e9.")
@click.option("--active-params-b", type=float, help="Parameters that one token uses (mixture of experts).")
@click.option("--chip", required=True, help="Accelerator, e.g. H100-SXM.")
@click.option("--chips", type=int, default=1, show_default=True, help="How many share one copy of the model.")
@click.option("--precision", type=Precision(SERVED_IN), default="bf16", show_default=True)
@click.option("--batch", type=float, help="Sequences decoded together; 64 unless a latency is given.")
@click.option("--latency-ms", type=POSITIVE, help="Longest time per token: the largest batch that keeps it.")
@click.option("--input-tokens", type=float, default=500.0, show_default=True)
@click.option("--output-tokens", type=float, default=300.0, show_default=True)
@click.option("--kv-bytes-per-token", type=POSITIVE, help="Cache per token; from the size if not given.")
@click.option(
    "--runtime", type=click.Choice(("tuned", "compiled", "eager")), default="tuned", show_default=True
)
@click.option("--sparse-2-4", is_flag=True, help="2:4 sparse weights.")
@click.option("--requests-per-day", type=POSITIVE, help="Adds MWh a year.")
@click.option("--training-mwh", type=POSITIVE, help="Adds the day when serving has passed this energy.")
@click.option("--draws", type=click.IntRange(100, 1_000_000), default=2000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def inference(
    params_b: float,
    active_params_b: float | None,
    chip: str,
    chips: int,
    precision: str,
    batch: float | None,
    latency_ms: float | None,
    input_tokens: float,
    output_tokens: float,
    kv_bytes_per_token: float | None,
    runtime: str,
    sparse_2_4: bool,
    requests_per_day: float | None,
    training_mwh: float | None,
    draws: int,
    as_json: bool,
) -> None:
    """Joules per token and Wh per request of a served model."""
    from pipeline.workload.inference import Request, Setup, largest_batch, serve
    from pipeline.workload.tables import load_tables

    tables = load_tables()
    active = params_b if active_params_b is None else active_params_b
    request = Request(params_b, active, input_tokens, output_tokens, kv_bytes_per_token)
    setup = Setup(chip, chips, precision, 64.0 if batch is None else batch, runtime, sparse_2_4)
    if latency_ms is not None:
        if batch is not None:
            raise InputError("batch and latency are given", column="latency-ms", allowed="one of them")
        setup = largest_batch(tables, request, setup, latency_ms)
    result = serve(tables, request, setup, draws=draws)
    record = result.record()
    hours_per_request = output_tokens / result.tokens_per_s * chips / 3600.0
    record |= result.hours_record(hours_per_request)
    if training_mwh is not None and requests_per_day is None:
        raise InputError("the day needs requests", column="requests-per-day", allowed="a number above 0")
    if requests_per_day is not None:
        record |= result.wall_wh_per_request.times(requests_per_day * 365.0 / 1e6).record("energy_mwh_it")
        record["accelerators_busy"] = requests_per_day * hours_per_request / 24.0
        if training_mwh is not None:
            daily = requests_per_day * result.wall_wh_per_request.central / 1e6
            record["training_passed_after_days"] = training_mwh / daily
    else:
        record |= result.wall_wh_per_request.times(1e-6).record("energy_mwh_it")
    _print(record, as_json)


@workload.command()
@click.option("--mwh", type=float, help="Budget: energy of the facility.")
@click.option("--tco2e", type=float, help="Budget: emissions; with --gco2e-per-kwh.")
@click.option("--m3", type=float, help="Budget: water on site; with --l-per-kwh.")
@click.option("--pue", type=float, default=1.0, show_default=True, help="1: the budget is IT energy.")
@click.option("--gco2e-per-kwh", type=float, help="Carbon intensity of the grid.")
@click.option("--l-per-kwh", type=float, help="WUE of the site, per kWh of IT.")
@click.option("--train", "for_training", is_flag=True, help="What model can be trained, instead of served.")
@click.option("--params-b", type=float, help="Served model: parameters, 1e9.")
@click.option("--active-params-b", type=float, help="Parameters that one token uses.")
@click.option("--input-tokens", type=float, default=500.0, show_default=True)
@click.option("--output-tokens", type=float, default=300.0, show_default=True)
@click.option("--latency-ms", type=POSITIVE, default=50.0, show_default=True, help="Longest time per token.")
@click.option(
    "--chip", "chip_names", multiple=True, help="Accelerators to choose from; those measured if none."
)
@click.option("--chips", type=int, default=1024, show_default=True, help="Accelerators of a training run.")
@click.option("--tokens-per-parameter", type=POSITIVE, default=20.0, show_default=True)
@click.option("--precision", type=Precision(TRAINED_IN), default="bf16", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def budget(
    mwh: float | None,
    tco2e: float | None,
    m3: float | None,
    pue: float,
    gco2e_per_kwh: float | None,
    l_per_kwh: float | None,
    for_training: bool,
    params_b: float | None,
    active_params_b: float | None,
    input_tokens: float,
    output_tokens: float,
    latency_ms: float,
    chip_names: tuple[str, ...],
    chips: int,
    tokens_per_parameter: float,
    precision: str,
    as_json: bool,
) -> None:
    """What can be served, or trained, for so many MWh, tCO2e or m³."""
    from pipeline.workload.budget import Budget, served_for, trained_for
    from pipeline.workload.inference import Request
    from pipeline.workload.limits import check_active, check_positive
    from pipeline.workload.tables import load_tables

    tables = load_tables()
    bought = Budget.of(mwh=mwh, tco2e=tco2e, m3=m3, pue=pue, gco2e_per_kwh=gco2e_per_kwh, l_per_kwh=l_per_kwh)
    if for_training:
        chip = chip_names[0] if chip_names else "H100-SXM"
        size, run = trained_for(
            tables,
            bought,
            chip=chip,
            chips=chips,
            precision=precision,
            tokens_per_parameter=tokens_per_parameter,
        )
        head = {"it_mwh": bought.it_mwh, "parameters_b": size, "tokens_b": size * tokens_per_parameter}
        _print({**head, **run.record()}, as_json)
        return
    check_positive(parameters_b=params_b)
    assert params_b is not None
    active = params_b if active_params_b is None else active_params_b
    check_active(params_b, active)
    check_positive(output_tokens=output_tokens)
    request = Request(params_b, active, input_tokens, output_tokens)
    names = chip_names or tuple(str(name) for name in tables.decode_models.index)
    _, record = served_for(tables, bought, request, chips=names, latency_ms_per_token=latency_ms)
    _print(record, as_json)


@workload.command()
@click.option("--edge", required=True, help="Device, e.g. RTX-4050-Laptop (an unknown name lists them).")
@click.option("--cloud", required=True, help="Accelerator, e.g. H100-SXM.")
@click.option(
    "--params-b", type=POSITIVE, default=1.5, show_default=True, help="Parameters of the model, 1e9."
)
@click.option("--input-tokens", type=float, default=100.0, show_default=True)
@click.option("--output-tokens", type=float, default=300.0, show_default=True)
@click.option("--chips", type=int, default=1, show_default=True)
@click.option("--precision", type=Precision(SERVED_IN), default="bf16", show_default=True)
@click.option("--batch", type=POSITIVE, default=32.0, show_default=True)
@click.option("--pue", type=float, default=1.2, show_default=True)
@click.option("--network", type=click.Choice(("fixed", "mobile", "none")), default="fixed", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare(
    edge: str,
    cloud: str,
    params_b: float,
    input_tokens: float,
    output_tokens: float,
    chips: int,
    precision: str,
    batch: float,
    pue: float,
    network: str,
    as_json: bool,
) -> None:
    """Energy of the same answer on a device and from a data center, and the batch at which they are equal."""
    from pipeline.datasets import load
    from pipeline.workload.edge import compare as both
    from pipeline.workload.inference import Request, Setup
    from pipeline.workload.tables import load_tables

    found = both(
        load_tables(),
        load("edge_devices").set_index("edge_device"),
        device=edge,
        setup=Setup(cloud, chips, precision, batch),
        request=Request(params_b, params_b, input_tokens, output_tokens),
        pue=pue,
        network=network,
    )
    _print({"edge": edge, "cloud": cloud, **found.record()}, as_json)


@workload.command()
@click.option("--image-model", default="stable-diffusion-xl", show_default=True)
@click.option("--chip", default="B200-SXM", show_default=True)
@click.option("--steps", type=int, default=20, show_default=True, help="Denoising steps.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def images(image_model: str, chip: str, steps: int, as_json: bool) -> None:
    """Energy of an image by its denoising steps."""
    from pipeline.datasets import load
    from pipeline.workload.images import image_wall_wh

    table = load("image_models").set_index(["image_model", "chip"])
    found = image_wall_wh(table, image_model, chip, steps)
    head = {"image_model": image_model, "chip": chip, "steps": steps}
    _print({**head, **found.record("wall_wh_per_image")}, as_json)


@workload.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of objects.")
def chips(as_json: bool) -> None:
    """List the accelerators with their peaks, memory and power."""
    from pipeline.workload.tables import load_tables

    table = load_tables().accelerators.reset_index()
    if as_json:
        click.echo(table.to_json(orient="records", indent=1))
        return
    for _, row in table.iterrows():
        peak, memory = row["bf16_tflop_per_s"], row["memory_gb"]
        figures = f"{peak:>7g} TFLOP/s bf16  {memory:>6g} GB  {row['bandwidth_gb_per_s']:>6g} GB/s"
        line = f"{row['chip']:<36} {row['release_year']}  {figures}  {row['tdp_w']:>6g} W"
        click.echo(line.replace("nan", "  -"))


def _print(record: dict[str, Any], as_json: bool) -> None:
    """JSON, or a line per figure with its band beside it."""
    if as_json:
        click.echo(json.dumps(record, indent=1, ensure_ascii=False))
        return
    width = max(len(name) for name in record)
    for name, value in record.items():
        if name.endswith(("_p05", "_p50", "_p95")):
            continue
        text = f"{value:,.4g}" if isinstance(value, float) else str(value)
        band = ""
        if f"{name}_p05" in record:
            band = f"   (P5 to P95: {record[f'{name}_p05']:,.4g} to {record[f'{name}_p95']:,.4g})"
        click.echo(f"{name:<{width}}  {text}{band}")
