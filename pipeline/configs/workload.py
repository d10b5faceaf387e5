"""Settings of the workload: the jobs that the campus runs, and its IT capacity."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.configs.base import Section

LatencyClass = Literal["none", "batch", "interactive"]


Precision = Literal["fp32", "tf32", "bf16", "fp16", "fp8", "int8", "fp4"]


def _check_active(active: float | None, parameters: float | None) -> None:
    if active is not None and (parameters is None or active > parameters):
        raise ValueError(f"{active:g} active parameters of {parameters}; allowed: at most parameters_b")


class Job(Section):
    """What all kinds of jobs share."""

    name: str = Field(description="Name of the job in tables", min_length=1, max_length=80)
    shiftable_share: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description="Share of the energy that may move to other hours; carried on",
    )
    latency_class: LatencyClass = Field(default="none", description="How soon it must answer; carried on")


class TrainingJob(Job):
    """Accelerators that train around the clock, but for restarts, checkpoints and waiting."""

    kind: Literal["training"]
    chip: str = Field(default="H100-SXM", description="Accelerator, by its id in accelerators.csv")
    chips: int = Field(gt=0, le=10_000_000, description="How many accelerators")
    running_share: float = Field(
        default=0.8,
        gt=0.0,
        le=1.0,
        description="Share of the hours in which they train; 0.8 is Uptime Institute's figure for GPU"
        " servers in training. They idle in the others",
    )
    running_share_low: float = Field(
        default=0.7, gt=0.0, le=1.0, description="Lower end of that share for the draws (assumption)"
    )
    running_share_high: float = Field(
        default=0.9, gt=0.0, le=1.0, description="Upper end of that share for the draws (assumption)"
    )
    parameters_b: float | None = Field(
        default=None, gt=0.0, le=1e6, description="Parameters of the model, 1e9: says how long one run takes"
    )
    active_parameters_b: float | None = Field(
        default=None, gt=0.0, le=1e6, description="Parameters that one token uses, 1e9 (mixture of experts)"
    )
    tokens_b: float | None = Field(default=None, gt=0.0, le=1e9, description="Tokens trained on, 1e9")
    sequence_tokens: float = Field(
        default=0.0, ge=0.0, le=1e8, description="Length of the sequences, for the work of their attention"
    )
    precision: Precision = Field(default="bf16", description="Number format of the run")

    @model_validator(mode="after")
    def _ordered(self) -> TrainingJob:
        if not self.running_share_low <= self.running_share <= self.running_share_high:
            raise ValueError("running shares out of order; allowed: low <= running_share <= high")
        if (self.parameters_b is None) != (self.tokens_b is None):
            raise ValueError("a run needs both; allowed: parameters_b and tokens_b, or neither")
        _check_active(self.active_parameters_b, self.parameters_b)
        return self


class InferenceJob(Job):
    """Requests to a served model: energy per request by the two-stage model, over a day and a week."""

    kind: Literal["inference"]
    chip: str = Field(
        default="H100-SXM",
        description="Accelerator; H100-SXM and B200-SXM are measured, others within a factor of two",
    )
    requests_per_day: float = Field(gt=0.0, le=1e13, description="Mean number of requests per day")
    input_tokens: float = Field(default=500.0, gt=0.0, le=1e7, description="Mean tokens in a request")
    output_tokens: float = Field(default=300.0, gt=0.0, le=1e6, description="Mean tokens in an answer")
    parameters_b: float = Field(default=70.0, gt=0.0, le=1e5, description="Parameters of the model, 1e9")
    active_parameters_b: float | None = Field(
        default=None, gt=0.0, le=1e5, description="Parameters that one token uses, 1e9 (mixture of experts)"
    )
    precision: Precision | Literal["int4", "mxfp4"] = Field(
        default="bf16", description="Number format of the weights; int4 and mxfp4 of the weights alone"
    )
    runtime: Literal["tuned", "compiled", "eager"] = Field(
        default="tuned", description="How good the serving software is; tuned is what was measured"
    )
    kv_bytes_per_token: float | None = Field(
        default=None, ge=0.0, le=1e8, description="Bytes of key-value cache per token; null: from the size"
    )
    chips_per_model: int = Field(default=4, ge=1, le=64, description="Accelerators that share one copy")
    batch: float = Field(default=64.0, ge=1.0, le=4096.0, description="Sequences decoded together")
    latency_ms_per_token: float | None = Field(
        default=None,
        gt=0.0,
        le=1e6,
        description="Longest time per token; takes the largest batch that keeps it",
    )
    diurnal_amplitude: float = Field(
        default=0.3, ge=0.0, lt=1.0, description="Swing of the daily cosine about the mean (assumption)"
    )
    peak_hour: float = Field(default=15.0, ge=0.0, lt=24.0, description="Local hour of the peak (assumption)")
    weekend_factor: float = Field(
        default=0.85,
        gt=0.0,
        le=2.0,
        description="Weekend day over weekday (assumption)",
    )

    @model_validator(mode="after")
    def _active(self) -> InferenceJob:
        _check_active(self.active_parameters_b, self.parameters_b)
        return self


class ConstantJob(Job):
    """A flat load given in megawatts, known from elsewhere."""

    kind: Literal["constant"]
    it_mw: float = Field(gt=0.0, le=1e5, description="IT power in every hour")
    relative_sd: float = Field(
        default=0.0, ge=0.0, le=1.0, description="Standard deviation of it, as a share"
    )
    chip: str | None = Field(default=None, description="Accelerator, for embodied emissions; null: not known")
    chips: int | None = Field(default=None, gt=0, le=10_000_000, description="How many; null: not known")


AnyJob = Annotated[TrainingJob | InferenceJob | ConstantJob, Field(discriminator="kind")]


class WorkloadConfig(Section):
    """The jobs of one campus and the IT capacity that its plant is sized for."""

    it_capacity_mw: float = Field(
        default=100.0, gt=0.0, le=100_000.0, description="IT power in MW that the plants are sized for"
    )
    draws: int = Field(
        default=2000, ge=100, le=1_000_000, description="Draws behind the bands of a job's energy"
    )
    seed: int = Field(default=1907, ge=0, description="Seed of the draws")
    leakage_share: float = Field(
        default=0.0,
        ge=0.0,
        le=0.04,
        description="More power of warmer silicon; 0: junctions follow the coolant, not the weather. Part of"
        " the IT energy, never of PUE",
    )
    jobs: tuple[AnyJob, ...] = Field(description="What the campus runs; their loads add up", min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> WorkloadConfig:
        names = [job.name for job in self.jobs]
        if len(set(names)) < len(names):
            raise ValueError("two jobs have one name; allowed: each name once")
        return self
