# Two stages: what installing needs stays behind. Build: docker build -t referral-bot .
FROM python:3.12-slim AS build
COPY requirements.lock /src/
RUN python -m venv /app && /app/bin/pip install --no-cache-dir --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md LICENSE /src/
COPY bot /src/bot
COPY handlers /src/handlers
COPY storage /src/storage
RUN /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation /src \
    && /app/bin/pip uninstall --yes pip setuptools

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install --directory --owner bot --mode 0700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 DATABASE_URL=sqlite:////data/referrals.db
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
# In HTTP mode the port of Slack's requests, in Socket Mode the health port: both are 3000 here.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:3000/readyz', timeout=4)"]
ENTRYPOINT ["referral-bot"]
CMD ["run", "--host", "0.0.0.0", "--port", "3000", "--health-port", "3000"]
